SELECT a1::bigint FROM v2
