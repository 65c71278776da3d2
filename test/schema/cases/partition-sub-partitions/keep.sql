SELECT at::text, region, v::text FROM m
