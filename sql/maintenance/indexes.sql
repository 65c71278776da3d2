-- The indexes that can be rebuilt concurrently, and how much their tables have changed. $1: only these schemas, or
-- null for all.
WITH locked AS MATERIALIZED (
       -- To ask such a relation's size would wait for its lock.
       SELECT l.relation AS oid
         FROM pg_locks l
        WHERE l.locktype = 'relation'
          AND l.mode = 'AccessExclusiveLock'
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
SELECT n.nspname AS schema,
       i.relname AS name,
       format('%I.%I', n.nspname, i.relname) AS identity,
       c.relname AS "table",
       CASE WHEN i.oid IN (SELECT oid FROM locked) THEN i.relpages * current_setting('block_size')::float8
            ELSE coalesce(pg_relation_size(i.oid), 0)::float8 END AS bytes,
       greatest(c.reltuples, 0)::float8 AS rows,
       -- A HOT update writes no index.
       coalesce(s.n_tup_upd - s.n_tup_hot_upd + s.n_tup_del, 0)::float8 AS churn,
       x.indisvalid AS valid,
       x.indisexclusion AS exclusion,
       (pg_has_role(c.relowner, 'USAGE')
         OR CASE WHEN current_setting('server_version_num')::int >= 170000
                 THEN has_table_privilege(c.oid, 'MAINTAIN') ELSE false END) AS permitted
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i'
  JOIN pg_class c ON c.oid = x.indrelid AND c.relpersistence <> 't'
  JOIN pg_namespace n ON n.oid = i.relnamespace
  LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
 WHERE n.nspname !~ '^pg_'
   AND n.nspname <> 'information_schema'
   AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
 ORDER BY churn DESC, bytes DESC, identity
