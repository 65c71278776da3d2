SELECT id::bigint FROM t
