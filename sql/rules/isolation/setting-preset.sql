-- title: The tenant's setting has a value before anyone signs in
-- severity: error
-- why: A session that forgets to sign a tenant in is then not refused: it works as the tenant that a role or the database
--   was given.
-- cure: Reset the setting; sign a tenant in for each transaction.
-- reference: https://www.postgresql.org/docs/current/sql-alterrole.html
-- params: setting, roles?
SELECT CASE WHEN s.setrole = 0 THEN 'database' ELSE 'role' END AS object_kind,
       t.name AS object_identity,
       'sets ' || $1::text || ' for every session: whoever does not sign a tenant in is one all the same' AS message,
       CASE WHEN s.setrole = 0 THEN 'ALTER DATABASE ' || t.name
            ELSE 'ALTER ROLE ' || t.name || CASE WHEN s.setdatabase = 0 THEN ''
                 ELSE ' IN DATABASE ' || quote_ident(current_database()) END END
         || ' RESET ' || (SELECT string_agg(quote_ident(part), '.' ORDER BY place)
                            FROM unnest(string_to_array($1::text, '.')) WITH ORDINALITY AS p (part, place)) AS cure_sql,
       t.name AS key
  FROM pg_db_role_setting s
 CROSS JOIN LATERAL (
       SELECT quote_ident(CASE WHEN s.setrole = 0 THEN current_database() ELSE pg_get_userbyid(s.setrole) END) AS name) t
 WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
   AND EXISTS (SELECT FROM unnest(s.setconfig) AS c (entry) WHERE lower(split_part(c.entry, '=', 1)) = lower($1::text))
   AND (s.setrole = 0 OR $2::text[] IS NULL OR pg_get_userbyid(s.setrole) = ANY ($2))
