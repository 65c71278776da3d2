SELECT id::text, a::text, b FROM t
