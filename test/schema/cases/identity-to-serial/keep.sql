SELECT id::text, t_id::text FROM t JOIN c ON t_id = id
