-- title: A tenant's role that reaches another tenant's schema
-- severity: error
-- why: A role that owns one tenant's schema, or bears its name, works for that tenant; with USAGE on another's schema it
--   reads on.
-- cure: Revoke the privilege on the schema, or the membership it comes from.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html
-- params: tenant_schemas, roles?
WITH tenant AS (
       SELECT n.oid, n.nspname, n.nspowner, n.nspacl
         FROM pg_namespace n
        WHERE n.nspname = ANY ($1::text[])),
     home AS (
       -- Who owns several is no tenant's role.
       SELECT r.oid AS role, min(r.rolname) AS name, min(tenant.nspname) AS schema
         FROM pg_roles r
         JOIN tenant ON tenant.nspowner = r.oid OR tenant.nspname = r.rolname
        WHERE NOT r.rolsuper
          AND ($2::text[] IS NULL OR r.rolname <> ALL ($2))
        GROUP BY r.oid
       HAVING count(*) = 1)
SELECT 'role' AS object_kind,
       quote_ident(home.name) AS object_identity,
       'works for ' || quote_ident(home.schema) || ', but may use ' || string_agg(quote_ident(tenant.nspname), ', ' ORDER BY tenant.nspname)
         AS message,
       string_agg(CASE WHEN EXISTS (SELECT FROM aclexplode(tenant.nspacl) a WHERE a.grantee = home.role)
                       THEN format('REVOKE ALL ON SCHEMA %I FROM %I', tenant.nspname, home.name) END, E';\n') AS cure_sql,
       quote_ident(home.name) AS key
  FROM home
  JOIN tenant ON tenant.nspname <> home.schema AND has_schema_privilege(home.role, tenant.oid, 'USAGE')
 -- What everyone may use is another rule's.
 WHERE NOT EXISTS (SELECT FROM aclexplode(tenant.nspacl) a WHERE a.grantee = 0 AND a.privilege_type = 'USAGE')
 GROUP BY home.name, home.schema
