SELECT a::text, b::text FROM t
