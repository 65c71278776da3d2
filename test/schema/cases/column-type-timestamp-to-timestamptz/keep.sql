SELECT at::date::text FROM t
