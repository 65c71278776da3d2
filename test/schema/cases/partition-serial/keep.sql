SELECT id::text, k FROM m
