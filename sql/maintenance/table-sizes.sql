-- The size and the dead rows of the tables $1 (oids), as of now.
SELECT c.oid::int8::text AS oid,
       CASE c.relkind WHEN 'p' THEN 0 ELSE coalesce(pg_relation_size(c.oid), 0)::float8 END AS bytes,
       coalesce(pg_stat_get_dead_tuples(c.oid), 0)::float8 AS dead
  FROM pg_class c
 WHERE c.oid = ANY ($1::oid[])
   -- To ask the size of such a table would wait for its lock.
   AND c.oid NOT IN (
         SELECT l.relation
           FROM pg_locks l
          WHERE l.locktype = 'relation'
            AND l.mode = 'AccessExclusiveLock'
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
