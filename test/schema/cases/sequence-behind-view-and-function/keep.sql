SELECT id::text FROM t
