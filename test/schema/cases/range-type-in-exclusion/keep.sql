SELECT id, r::text FROM t ORDER BY id
