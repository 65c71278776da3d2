-- Tables with rows of their own, the smallest first: how large, in which partitioned table, and whether all of their rows
-- may be read. What an extension brings along, it brings along anew.
SELECT n.nspname AS schema, c.relname AS name,
       coalesce(format('%s.%s', rn.nspname, r.relname), format('%s.%s', n.nspname, c.relname)) AS root,
       pg_table_size(c.oid)::float8 AS bytes,
       has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS readable,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class r ON r.oid = CASE WHEN c.relispartition THEN pg_partition_root(c.oid) END
  LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
 WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND pg_relation_size(c.oid) > 0
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY bytes, 1, 2
