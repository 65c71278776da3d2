-- The tables that pg_dump would lock (which takes SELECT on the table and USAGE on its schema) and the current user
-- may not.
SELECT n.nspname AS schema,
       c.relname AS name,
       has_schema_privilege(n.oid, 'USAGE') AS schema_usage
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p')
   AND n.nspname <> 'information_schema'
   AND n.nspname !~ '^pg_'
   AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
 ORDER BY n.nspname, c.relname;
