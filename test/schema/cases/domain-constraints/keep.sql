SELECT a::int FROM t
