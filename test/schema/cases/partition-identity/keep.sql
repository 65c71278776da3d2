SELECT id, k FROM m
