-- title: TRUNCATE granted on a table with row security
-- severity: error
-- why: Row security does not hold for TRUNCATE: it empties the table of every tenant.
-- cure: Revoke TRUNCATE; the application does not need it.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables, roles?
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'TRUNCATE is granted to ' || string_agg(DISTINCT g.name, ', ') || ': row security does not hold for it, and it takes the rows of every tenant' AS message,
       string_agg(DISTINCT 'REVOKE TRUNCATE ON ' || t.identity || ' FROM ' || g.name, E';\n') AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS name
         FROM aclexplode(c.relacl) a
        WHERE a.privilege_type = 'TRUNCATE'
          AND a.grantee <> c.relowner
          AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.oid = a.grantee AND (r.rolsuper OR r.rolbypassrls))
          AND (a.grantee = 0
               OR $2::text[] IS NULL
               OR EXISTS (SELECT FROM pg_roles app
                           WHERE app.rolname = ANY ($2) AND NOT app.rolsuper
                             AND pg_has_role(app.oid, a.grantee, 'USAGE')))) g
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND c.relrowsecurity
 GROUP BY t.identity
