SELECT a, n, c::text FROM t, u
