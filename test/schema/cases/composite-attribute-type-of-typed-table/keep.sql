SELECT a::bigint, b FROM t UNION ALL SELECT a::bigint, b FROM u ORDER BY 1
