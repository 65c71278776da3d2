-- title: A child of a tenant's table that nothing keeps apart
-- severity: warning
-- why: Its rows belong to a tenant by its foreign key, but it has neither the tenant column nor row security: whoever may
--   read it reads those of every tenant.
-- cure: Give it the tenant column and a policy, or a policy that looks at its parent.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: unshared_tables, tenant_tables, tenant_column, roles?
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'points at ' || string_agg(DISTINCT format('%I.%I', pn.nspname, p.relname), ', ') || ', whose rows are of tenants, but has neither '
         || quote_ident($3::text) || ' nor row security' AS message,
       NULL AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f'
  JOIN pg_class p ON p.oid = k.confrelid AND p.oid IN (SELECT unnest($2::oid[])) AND p.relrowsecurity
  JOIN pg_namespace pn ON pn.oid = p.relnamespace
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relrowsecurity
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = $3::text AND NOT a.attisdropped)
   AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = p.oid AND a.attname = $3::text AND NOT a.attisdropped)
   AND CASE WHEN $4::text[] IS NULL
            THEN EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner)
            ELSE EXISTS (SELECT FROM pg_roles app
                          WHERE app.rolname = ANY ($4)
                            AND has_table_privilege(app.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE')) END
 GROUP BY t.identity
