SELECT a, b, c::text FROM m
