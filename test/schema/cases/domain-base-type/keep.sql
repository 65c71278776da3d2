SELECT a::bigint, b::text FROM t
