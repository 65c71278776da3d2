-- Roles, their attributes and memberships: what a cluster has beside its databases.
SELECT 'ROLE' AS type, NULL AS schema, r.rolname AS tag, NULL AS owner,
       format('CREATE ROLE %I %s', r.rolname,
              concat_ws(' ',
                CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolcanlogin THEN 'LOGIN' END,
                CASE WHEN r.rolcreatedb THEN 'CREATEDB' END, CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END,
                CASE WHEN NOT r.rolinherit THEN 'NOINHERIT' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
                CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END,
                CASE WHEN r.rolconnlimit >= 0 THEN 'CONNECTION LIMIT ' || r.rolconnlimit END,
                CASE WHEN r.rolvaliduntil <> 'infinity' THEN format('VALID UNTIL %L', r.rolvaliduntil) END)) AS text
  FROM pg_roles r
 WHERE r.rolname !~ '^pg_'
UNION ALL
SELECT 'MEMBERSHIP', NULL, format('%s in %s', pg_get_userbyid(m.member), pg_get_userbyid(m.roleid)), NULL,
       format('GRANT %I TO %I%s', pg_get_userbyid(m.roleid), pg_get_userbyid(m.member),
              CASE WHEN bool_or(m.admin_option) THEN ' WITH ADMIN OPTION' ELSE '' END)
  FROM pg_auth_members m
 WHERE pg_get_userbyid(m.member) !~ '^pg_'
 GROUP BY m.roleid, m.member
 ORDER BY 1, 2, 3
