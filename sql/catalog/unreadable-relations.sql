-- The tables that pg_dump would lock (which takes SELECT on the table and USAGE on its schema) and the current user
-- may not. $1: only in these schemas, or null for all; $2: not in these.
SELECT n.nspname AS schema,
       c.relname AS name,
       has_schema_privilege(n.oid, 'USAGE') AS schema_usage
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p')
   AND n.nspname <> 'information_schema'
   AND n.nspname !~ '^pg_'
   AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
   AND NOT n.nspname = ANY ($2::text[])
   AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
 ORDER BY n.nspname, c.relname;
