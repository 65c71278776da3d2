-- title: A search_path that begins in a tenant's schema
-- severity: error
-- why: A session that forgets to choose its tenant is then not refused: it works with the one that the database or the role
--   was given.
-- cure: Reset search_path; choose the tenant's schema for each session or transaction.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH
-- params: tenant_schemas, roles?
SELECT CASE WHEN s.setrole = 0 THEN 'database' ELSE 'role' END AS object_kind,
       t.name AS object_identity,
       'sets search_path to ' || substring(c.entry FROM '=(.*)$') || ' for every session' AS message,
       CASE WHEN s.setrole = 0 THEN 'ALTER DATABASE ' || t.name
            ELSE 'ALTER ROLE ' || t.name || CASE WHEN s.setdatabase = 0 THEN ''
                 ELSE ' IN DATABASE ' || quote_ident(current_database()) END END || ' RESET search_path' AS cure_sql,
       t.name AS key
  FROM pg_db_role_setting s
 CROSS JOIN unnest(s.setconfig) AS c (entry)
 CROSS JOIN LATERAL (
       SELECT quote_ident(CASE WHEN s.setrole = 0 THEN current_database() ELSE pg_get_userbyid(s.setrole) END) AS name) t
 WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
   AND c.entry LIKE 'search_path=%'
   AND EXISTS (SELECT FROM unnest(string_to_array(substring(c.entry FROM '=(.*)$'), ',')) AS part
                WHERE trim(part, ' "') = ANY ($1::text[]))
   -- A role of one tenant may well be at home there.
   AND (s.setrole = 0 OR pg_get_userbyid(s.setrole) = ANY ($2::text[]))
