SELECT a::text, b::text, c::text, d::text FROM t
