SELECT v::int FROM t
