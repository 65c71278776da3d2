SELECT id::text, v::text FROM t
