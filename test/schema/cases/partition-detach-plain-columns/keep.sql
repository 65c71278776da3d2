SELECT k, v::text FROM m1
