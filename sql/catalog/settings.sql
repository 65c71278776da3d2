-- ALTER DATABASE … SET and ALTER ROLE … IN DATABASE … SET of the database named $1; where that is null, ALTER ROLE … SET.
-- `value` is as it stands after the equals sign; a list has its names apart: https://www.postgresql.org/docs/current/sql-set.html
SELECT CASE WHEN s.setrole = 0 THEN NULL ELSE quote_ident(pg_get_userbyid(s.setrole)) END AS role, c.name,
       CASE WHEN lower(c.name) IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
            THEN (SELECT string_agg(quote_literal(CASE WHEN item[1] LIKE '"%' THEN replace(substr(item[1], 2, length(item[1]) - 2), '""', '"') ELSE item[1] END), ', ')
                    FROM regexp_matches(c.value, '"(?:[^"]|"")*"|[^,[:space:]]+', 'g') AS item)
            ELSE quote_literal(c.value) END AS value
  FROM pg_db_role_setting s
  CROSS JOIN LATERAL (SELECT split_part(each, '=', 1) AS name, substr(each, strpos(each, '=') + 1) AS value FROM unnest(s.setconfig) AS each) c
 WHERE s.setdatabase = coalesce((SELECT oid FROM pg_database WHERE datname = $1), 0)
 ORDER BY 1, 2
