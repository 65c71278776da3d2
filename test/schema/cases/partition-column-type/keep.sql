SELECT k, v::bigint FROM m ORDER BY k
