-- title: Tenant table without row security
-- severity: error
-- why: Whoever may read the table reads the rows of every tenant.
-- cure: Enable and force row security, with a policy on the tenant column.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_column, tenant_tables, tests
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'row security is off: whoever may read it reads the rows of every tenant' AS message,
       concat_ws(E';\n',
                 'ALTER TABLE ' || t.identity || ' ENABLE ROW LEVEL SECURITY',
                 'ALTER TABLE ' || t.identity || ' FORCE ROW LEVEL SECURITY',
                 'CREATE POLICY tenant_isolation ON ' || t.identity || ' USING (' || scope.test || ')') AS cure_sql,
       t.identity AS key
  FROM unnest($2::oid[], $3::text[]) AS scope (oid, test)
  JOIN pg_class c ON c.oid = scope.oid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE $1::text IS NOT NULL
   AND NOT c.relrowsecurity
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
