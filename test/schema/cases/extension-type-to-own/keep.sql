SELECT id::text, email::text FROM t
