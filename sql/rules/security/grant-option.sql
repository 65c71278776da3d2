-- title: An application role that may grant on
-- severity: warning
-- set: strict
-- why: WITH GRANT OPTION lets the application's login give its rights to anyone.
-- cure: Revoke the grant option.
-- reference: https://www.postgresql.org/docs/current/ddl-priv.html
-- params: roles, tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       quote_ident(r.rolname) || ' may grant ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) || ' to others' AS message,
       'REVOKE GRANT OPTION FOR ' || string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type)
         || ' ON ' || t.identity || ' FROM ' || quote_ident(r.rolname) AS cure_sql,
       t.identity || ' ' || quote_ident(r.rolname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL aclexplode(c.relacl) a
  JOIN pg_roles r ON r.oid = a.grantee AND r.oid <> c.relowner
 WHERE c.oid IN (SELECT unnest($2::oid[]))
   AND r.rolname = ANY ($1::text[])
   AND a.is_grantable
 GROUP BY t.identity, r.rolname
