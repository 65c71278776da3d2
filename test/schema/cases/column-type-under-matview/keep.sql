SELECT a::bigint, n FROM m
