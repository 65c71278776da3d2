SELECT id, p_id::text, twice::text FROM t
