SELECT (c).a::bigint, (l[1]).b FROM t
