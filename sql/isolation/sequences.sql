-- Sequences of users that one of the roles $1 may set.
SELECT format('%I.%I', n.nspname, c.relname) AS identity, r.rolname AS role
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_roles r ON r.rolname = ANY ($1)
 WHERE c.relkind = 'S' AND n.nspname !~ '^pg_' AND n.nspname <> $2
   AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_sequence_privilege(r.oid, c.oid, 'UPDATE')
 ORDER BY 1, 2
