-- title: Row security without a permissive policy
-- severity: warning
-- why: Without a permissive policy every row is refused; restrictive ones only narrow what others admit.
-- cure: Add a permissive policy on the tenant column.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables, tests
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'row security is on, but no permissive policy admits a row: every command finds nothing' AS message,
       'CREATE POLICY tenant_isolation ON ' || t.identity || ' USING (' || scope.test || ')' AS cure_sql,
       t.identity AS key
  FROM unnest($1::oid[], $2::text[]) AS scope (oid, test)
  JOIN pg_class c ON c.oid = scope.oid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.relrowsecurity
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive)
