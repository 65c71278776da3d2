SELECT id, x::text, m::text FROM t ORDER BY id
