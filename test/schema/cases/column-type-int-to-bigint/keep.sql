SELECT id::bigint, n::bigint FROM users ORDER BY id
