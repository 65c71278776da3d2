-- title: An application role that row security does not bind
-- severity: error
-- why: Superusers and roles with BYPASSRLS see every row, and so does a role that can become one of them.
-- cure: Take the attribute from the role, or the membership.
-- reference: https://www.postgresql.org/docs/current/role-attributes.html
-- params: roles
SELECT 'role' AS object_kind,
       quote_ident(app.rolname) AS object_identity,
       'is ' || CASE WHEN app.rolsuper THEN 'a superuser' ELSE 'BYPASSRLS' END || ': row security does not bind it' AS message,
       format('ALTER ROLE %I', app.rolname) || CASE WHEN app.rolsuper THEN ' NOSUPERUSER' ELSE '' END
         || CASE WHEN app.rolbypassrls THEN ' NOBYPASSRLS' ELSE '' END AS cure_sql,
       quote_ident(app.rolname) AS key
  FROM pg_roles app
 WHERE app.rolname = ANY ($1::text[])
   AND (app.rolsuper OR app.rolbypassrls)
 UNION ALL
SELECT 'role',
       quote_ident(app.rolname),
       'can become ' || string_agg(quote_ident(free.rolname), ', ' ORDER BY free.rolname)
         || ', which row security does not bind',
       format('REVOKE %I FROM %I', held.rolname, app.rolname),
       format('%I -> %I', app.rolname, held.rolname)
  FROM pg_roles app
  JOIN pg_auth_members m ON m.member = app.oid
  JOIN pg_roles held ON held.oid = m.roleid
  JOIN pg_roles free
    ON (free.rolsuper OR free.rolbypassrls)
   AND (free.oid = held.oid OR NOT held.rolsuper AND pg_has_role(held.oid, free.oid, 'MEMBER'))
 WHERE app.rolname = ANY ($1::text[])
   AND NOT app.rolsuper
 GROUP BY app.rolname, held.rolname
