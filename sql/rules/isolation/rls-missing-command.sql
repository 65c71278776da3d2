-- title: A granted command that no policy admits
-- severity: warning
-- why: The role holds the privilege, but row security refuses every row: the grant or the policy is a mistake.
-- cure: Add a policy for the command, or revoke the privilege.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables, tests, roles?
WITH command (name, letter, clause, place) AS (
       VALUES ('SELECT', 'r', 'USING', 1), ('INSERT', 'a', 'WITH CHECK', 2),
              ('UPDATE', 'w', 'USING', 3), ('DELETE', 'd', 'USING', 4)),
     refused AS (
       SELECT c.oid, scope.test, c.relnamespace, c.relname, command.*,
              CASE WHEN holder.role = 0 THEN 'public' ELSE pg_get_userbyid(holder.role) END AS role
         FROM unnest($1::oid[], $2::text[]) AS scope (oid, test)
         JOIN pg_class c ON c.oid = scope.oid
        CROSS JOIN command
        CROSS JOIN LATERAL (
              SELECT r.oid AS role
                FROM pg_roles r
               WHERE r.rolname = ANY ($3::text[])
                 AND NOT r.rolsuper AND NOT r.rolbypassrls
                 AND has_table_privilege(r.oid, c.oid, command.name)
               UNION
              SELECT a.grantee
                FROM aclexplode(c.relacl) a
               WHERE $3::text[] IS NULL
                 AND a.grantee <> c.relowner
                 AND a.privilege_type = command.name
                 AND NOT EXISTS (SELECT FROM pg_roles r
                                  WHERE r.oid = a.grantee AND (r.rolsuper OR r.rolbypassrls))) holder
        WHERE c.relrowsecurity
          AND NOT c.relispartition
          AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive)
          AND NOT EXISTS (
                SELECT FROM pg_policy p
                 CROSS JOIN unnest(p.polroles) AS target (role)
                 WHERE p.polrelid = c.oid
                   AND p.polpermissive
                   AND p.polcmd IN ('*', command.letter)
                   AND (target.role = 0
                        OR holder.role <> 0 AND pg_has_role(holder.role, target.role, 'USAGE'))))
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'no policy admits a row to ' || string_agg(DISTINCT r.name || ' by ' || quote_ident(r.role), ', ')
         || ', though it is granted' AS message,
       string_agg(DISTINCT 'CREATE POLICY tenant_isolation_' || lower(r.name) || ' ON ' || t.identity
                  || ' FOR ' || r.name || ' ' || r.clause || ' (' || r.test || ')', E';\n') AS cure_sql,
       t.identity AS key
  FROM refused r
  JOIN pg_namespace n ON n.oid = r.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, r.relname) AS identity) t
 GROUP BY t.identity
