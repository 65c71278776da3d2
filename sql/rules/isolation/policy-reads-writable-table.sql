-- title: A policy that trusts a table which the application may write
-- severity: warning
-- why: The policy looks up who belongs where in a table without row security: whoever may write that table can make
--   themselves a member of any tenant.
-- cure: Enable row security on the table, or let the application only read it.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables, roles?
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'decides in ' || string_agg(DISTINCT format('%I of %I.%I', p.polname, n.nspname, c.relname), ', ')
         || ' who sees what, has no row security, and the application may write it' AS message,
       NULL AS cure_sql,
       t.identity AS key
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid AND c.relrowsecurity
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_depend d
    ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
   AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
  JOIN pg_class m ON m.oid = d.refobjid AND m.relkind IN ('r', 'p') AND NOT m.relrowsecurity
  JOIN pg_namespace mn ON mn.oid = m.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', mn.nspname, m.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND p.polpermissive
   AND CASE WHEN $2::text[] IS NULL
            THEN EXISTS (SELECT FROM aclexplode(m.relacl) a
                          WHERE a.grantee <> m.relowner AND a.privilege_type IN ('INSERT', 'UPDATE'))
            ELSE EXISTS (SELECT FROM pg_roles app
                          WHERE app.rolname = ANY ($2)
                            AND has_table_privilege(app.oid, m.oid, 'INSERT, UPDATE')) END
 GROUP BY t.identity
