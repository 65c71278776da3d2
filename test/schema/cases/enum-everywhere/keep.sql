SELECT id, s::text, past::text, low FROM t ORDER BY id
