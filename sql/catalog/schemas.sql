-- The schemas of users: not those of the server, of extensions, or of pgplumb itself ($2). $1: only these, or null for
-- all. $3: not these.
SELECT n.nspname AS name
  FROM pg_catalog.pg_namespace n
 WHERE n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', $2)
   AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
   AND n.nspname <> ALL ($3::text[])
   AND NOT EXISTS (
         SELECT FROM pg_catalog.pg_depend d
          WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid AND d.deptype = 'e')
 ORDER BY n.nspname
