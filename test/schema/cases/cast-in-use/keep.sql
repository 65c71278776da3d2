SELECT x::text FROM t
