SELECT d::text, c::text FROM t
