SELECT round(v, 2)::text FROM t
