-- title: An application role that may read the server's files or run programs
-- severity: error
-- why: Members of these roles read and write files as the server's own user, or run programs: that is all of the cluster.
-- cure: Revoke the membership.
-- reference: https://www.postgresql.org/docs/current/predefined-roles.html
-- params: roles
SELECT 'role' AS object_kind,
       quote_ident(app.rolname) AS object_identity,
       'is a member of ' || string_agg(r.rolname, ', ' ORDER BY r.rolname) AS message,
       string_agg(format('REVOKE %I FROM %I', held.rolname, app.rolname), E';\n' ORDER BY r.rolname) AS cure_sql,
       quote_ident(app.rolname) AS key
  FROM pg_roles app
  JOIN pg_roles r
    ON r.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
   AND pg_has_role(app.oid, r.oid, 'MEMBER')
  JOIN pg_auth_members m ON m.member = app.oid AND pg_has_role(m.roleid, r.oid, 'MEMBER')
  JOIN pg_roles held ON held.oid = m.roleid
 WHERE app.rolname = ANY ($1::text[])
   AND NOT app.rolsuper
 GROUP BY app.rolname
