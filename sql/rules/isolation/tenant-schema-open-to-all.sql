-- title: A tenant's schema that everyone may use
-- severity: error
-- why: Every role that can connect, those of other tenants among them, may use it.
-- cure: Revoke it from PUBLIC, and grant it to the roles that need it.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html
-- params: tenant_schemas
SELECT 'schema' AS object_kind,
       quote_ident(n.nspname) AS object_identity,
       string_agg(a.privilege_type, ' and ' ORDER BY a.privilege_type) || ' is granted to PUBLIC' AS message,
       'REVOKE ALL ON SCHEMA ' || quote_ident(n.nspname) || ' FROM PUBLIC' AS cure_sql,
       quote_ident(n.nspname) AS key
  FROM pg_namespace n
 CROSS JOIN LATERAL aclexplode(n.nspacl) a
 WHERE n.nspname = ANY ($1::text[])
   AND a.grantee = 0
 GROUP BY n.nspname
