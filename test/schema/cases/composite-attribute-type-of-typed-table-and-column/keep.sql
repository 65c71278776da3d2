SELECT a::int, b, (s).a::int AS sa, (many[1]).a::int AS ma FROM t, u
