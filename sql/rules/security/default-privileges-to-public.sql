-- title: Objects to come that everyone will have rights on
-- severity: warning
-- why: Each table that this role makes from now on is open to every role that can connect.
-- cure: Revoke it from PUBLIC in the default privileges.
-- reference: https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
SELECT 'default privileges' AS object_kind,
       t.name AS object_identity,
       string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) || ' on ' || lower(k.plural) || ' to come is granted to PUBLIC' AS message,
       'ALTER DEFAULT PRIVILEGES FOR ROLE ' || quote_ident(pg_get_userbyid(d.defaclrole))
         || coalesce(' IN SCHEMA ' || quote_ident(n.nspname), '') || ' REVOKE ALL ON ' || k.plural || ' FROM PUBLIC' AS cure_sql,
       t.name || ' ' || k.plural AS key
  FROM pg_default_acl d
  LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
  JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('n', 'SCHEMAS')) AS k (kind, plural) ON k.kind = d.defaclobjtype::text
 CROSS JOIN LATERAL (SELECT quote_ident(pg_get_userbyid(d.defaclrole)) || coalesce(' in ' || quote_ident(n.nspname), '') AS name) t
 CROSS JOIN LATERAL aclexplode(d.defaclacl) a
 WHERE a.grantee = 0
 GROUP BY t.name, k.plural, d.defaclrole, n.nspname
