SELECT a::text, k FROM m
