-- The roles that one of the roles $1 may become, itself included, without the server's own.
WITH RECURSIVE reach(start, oid) AS (
  SELECT r.oid, r.oid FROM pg_roles r WHERE r.rolname = ANY ($1)
  UNION
  SELECT reach.start, m.roleid FROM reach JOIN pg_auth_members m ON m.member = reach.oid
)
SELECT s.rolname AS start, r.rolname AS role, r.rolsuper AS superuser
  FROM reach JOIN pg_roles s ON s.oid = reach.start JOIN pg_roles r ON r.oid = reach.oid
 WHERE r.rolname !~ '^pg_'
 ORDER BY s.rolname, r.rolname <> s.rolname, r.rolname
