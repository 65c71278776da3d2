SELECT a, b::text FROM t
