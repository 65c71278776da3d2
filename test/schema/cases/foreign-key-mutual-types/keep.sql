SELECT a.id::text, a.b_id::text, b.a_id::text FROM a, b
