SELECT id, m::text, l::text FROM t ORDER BY id
