SELECT v::text FROM t
