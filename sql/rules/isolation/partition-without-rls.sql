-- title: A partition that can be addressed directly
-- severity: error
-- why: The parent's policies hold only for queries that name the parent; a partition is protected by its own.
-- cure: Enable and force row security on the partition (queries through the parent do not need policies on it),
--   or revoke the privileges on the partition.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables, roles?
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'is a partition without row security of its own, and others than its owner may address it directly' AS message,
       'ALTER TABLE ' || t.identity || E' ENABLE ROW LEVEL SECURITY;\n'
         || 'ALTER TABLE ' || t.identity || ' FORCE ROW LEVEL SECURITY' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND c.relispartition
   AND NOT c.relrowsecurity
   AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
   AND CASE WHEN $2::text[] IS NULL
            THEN EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner)
            ELSE EXISTS (SELECT FROM pg_roles app
                          WHERE app.rolname = ANY ($2)
                            AND has_table_privilege(app.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE')) END
