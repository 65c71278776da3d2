SELECT (c).a FROM t
