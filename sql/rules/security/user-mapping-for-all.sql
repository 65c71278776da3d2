-- title: A login to another server that everyone may use
-- severity: warning
-- why: A user mapping for PUBLIC signs every role that may use the server in to the other one.
-- cure: Make mappings for the roles that need them.
-- reference: https://www.postgresql.org/docs/current/sql-createusermapping.html
SELECT 'server' AS object_kind,
       quote_ident(s.srvname) AS object_identity,
       'signs everyone in to the other server' AS message,
       'DROP USER MAPPING FOR PUBLIC SERVER ' || quote_ident(s.srvname) AS cure_sql,
       quote_ident(s.srvname) AS key
  FROM pg_user_mappings u
  JOIN pg_foreign_server s ON s.oid = u.srvid
 WHERE u.umuser = 0
