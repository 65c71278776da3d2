SELECT id, status::text FROM t ORDER BY id
