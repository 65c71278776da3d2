-- The tables that may be vacuumed or analyzed, and why they should be: `vacuum_reason` and `analyze_reason` are null
-- where there is no need. $1: only these schemas, or null for all.
WITH locked AS MATERIALIZED (
       -- To ask such a table's size would wait for its lock.
       SELECT l.relation AS oid
         FROM pg_locks l
        WHERE l.locktype = 'relation'
          AND l.mode = 'AccessExclusiveLock'
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())),
     setting AS (
       SELECT current_setting('autovacuum_freeze_max_age')::float8 / 2 AS xid_age,
              current_setting('autovacuum_multixact_freeze_max_age')::float8 / 2 AS mxid_age,
              current_setting('server_version_num')::int AS version)
SELECT c.oid::int8::text AS oid,
       n.nspname AS schema,
       c.relname AS name,
       format('%I.%I', n.nspname, c.relname) AS identity,
       c.relkind = 'p' AS partitioned,
       size.bytes,
       coalesce(s.n_dead_tup, 0)::float8 AS dead,
       -- Bytes that no query would read any more, or of which the planner would know more.
       size.bytes * least(1, greatest(s.n_dead_tup, s.n_mod_since_analyze)::float8
         / nullif(greatest(c.reltuples, 0) + coalesce(s.n_dead_tup, 0), 0)) AS gain,
       (pg_has_role(c.relowner, 'USAGE')
         OR NOT c.relisshared AND pg_has_role(d.datdba, 'USAGE')
         OR CASE WHEN setting.version >= 170000 THEN has_table_privilege(c.oid, 'MAINTAIN') ELSE false END) AS permitted,
       CASE WHEN c.relkind = 'p' THEN NULL
            WHEN greatest(age(c.relfrozenxid), age(toast.relfrozenxid)) > setting.xid_age
              OR greatest(mxid_age(c.relminmxid), mxid_age(toast.relminmxid)) > setting.mxid_age THEN 'age'
            WHEN s.n_dead_tup > 50 + 0.1 * greatest(c.reltuples, 0) THEN 'dead rows'
            WHEN s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0) THEN 'new rows'
            -- An old snapshot may keep it so: once a day is often enough.
            WHEN c.relpages > 128 AND c.relallvisible < 0.5 * c.relpages
             AND coalesce(greatest(s.last_vacuum, s.last_autovacuum), '-infinity') < now() - interval '1 day'
            THEN 'not marked visible' END AS vacuum_reason,
       CASE WHEN s.last_analyze IS NULL AND s.last_autoanalyze IS NULL
             AND (c.relkind = 'p' OR size.bytes > 0) THEN 'never analyzed'
            WHEN s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0) THEN 'stale statistics' END AS analyze_reason
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_database d ON d.datname = current_database()
 CROSS JOIN setting
 CROSS JOIN LATERAL (
       SELECT CASE WHEN c.relkind = 'p' THEN 0
                   WHEN c.oid IN (SELECT oid FROM locked) THEN c.relpages * current_setting('block_size')::float8
                   ELSE coalesce(pg_relation_size(c.oid), 0)::float8 END AS bytes) size
  LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
  LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
 WHERE c.relkind IN ('r', 'm', 'p')
   AND c.relpersistence <> 't'
   AND n.nspname <> 'information_schema'
   -- The catalogs bloat as tables do; but they have no use for a name in a list of schemas.
   AND (CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_(toast|temp)' ELSE n.nspname = ANY ($1) END)
 ORDER BY n.nspname = 'pg_catalog' DESC, gain DESC NULLS LAST, c.relpages DESC, c.oid
