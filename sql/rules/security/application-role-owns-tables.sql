-- title: An application role that owns tables
-- severity: warning
-- set: strict
-- why: An owner may alter, drop and grant: an injected statement then changes the schema, too.
-- cure: Let another role own what the application uses.
-- reference: https://www.postgresql.org/docs/current/ddl-priv.html
-- params: roles, tables
SELECT 'role' AS object_kind,
       quote_ident(r.rolname) AS object_identity,
       'owns ' || count(*) || CASE count(*) WHEN 1 THEN ' table, ' ELSE ' tables, ' END
         || min(format('%I.%I', n.nspname, c.relname)) || CASE count(*) WHEN 1 THEN '' ELSE ' among them' END AS message,
       string_agg(format('ALTER TABLE %I.%I OWNER TO %I', n.nspname, c.relname, pg_get_userbyid(d.datdba)), E';\n') AS cure_sql,
       quote_ident(r.rolname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_roles r ON r.oid = c.relowner
  JOIN pg_database d ON d.datname = current_database()
 WHERE c.oid IN (SELECT unnest($2::oid[]))
   AND r.rolname = ANY ($1::text[])
   AND d.datdba <> r.oid
 GROUP BY r.rolname
