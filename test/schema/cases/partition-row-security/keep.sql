SELECT k, tenant::text FROM m
