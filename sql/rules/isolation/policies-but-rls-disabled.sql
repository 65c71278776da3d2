-- title: Policies on a table whose row security is off
-- severity: error
-- why: The policies look like protection and do nothing.
-- cure: Enable and force row security.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has policies (' || string_agg(quote_ident(p.polname), ', ' ORDER BY p.polname)
         || '), but row security is off: they do nothing' AS message,
       'ALTER TABLE ' || t.identity || E' ENABLE ROW LEVEL SECURITY;\n'
         || 'ALTER TABLE ' || t.identity || ' FORCE ROW LEVEL SECURITY' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_policy p ON p.polrelid = c.oid
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relrowsecurity
 GROUP BY t.identity
