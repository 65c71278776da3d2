SELECT id, d::text, l::text, m::text FROM t
