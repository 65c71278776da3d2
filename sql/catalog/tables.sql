-- The plain and partitioned tables of users: not those of the server, of extensions, or of pgplumb itself: its schema ($2),
-- and histories of migrations.
-- $1: only these schemas, or null for all.
SELECT c.oid::int8::text AS oid, n.nspname AS schema, c.relname AS name,
       pg_catalog.format('%I.%I', n.nspname, c.relname) AS identity
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p')
   AND n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', $2)
   AND c.relname <> 'schema_migrations'
   AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
   AND NOT EXISTS (
         SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY n.nspname, c.relname
