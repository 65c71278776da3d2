SELECT id, pos FROM t ORDER BY id
