-- The tables that may be vacuumed or analyzed, and why they should be: `vacuum_reason` and `analyze_reason` are null
-- where there is no need. $1: only these schemas, or null for all; $2: whether only those whose age nears wraparound.
WITH locked AS MATERIALIZED (
       -- To ask such a table's size would wait for its lock.
       SELECT l.relation AS oid
         FROM pg_locks l
        WHERE l.locktype = 'relation'
          AND l.mode = 'AccessExclusiveLock'
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())),
     setting AS MATERIALIZED (
       SELECT current_setting('autovacuum_freeze_max_age')::float8 / 2 AS xid_age,
              current_setting('autovacuum_multixact_freeze_max_age')::float8 / 2 AS mxid_age,
              current_setting('block_size')::float8 AS block,
              current_setting('server_version_num')::int AS version,
              pg_has_role(d.datdba, 'USAGE') AS owns_database
         FROM pg_database d
        WHERE d.datname = current_database()),
     relation AS MATERIALIZED (
       SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relowner, c.relisshared, c.relpages, c.relallvisible,
              greatest(c.reltuples, 0) AS rows,
              c.relkind <> 'p'
                AND (greatest(age(c.relfrozenxid), age(toast.relfrozenxid)) > setting.xid_age
                  OR greatest(mxid_age(c.relminmxid), mxid_age(toast.relminmxid)) > setting.mxid_age) AS old,
              coalesce(pg_stat_get_dead_tuples(c.oid), 0) AS dead,
              coalesce(pg_stat_get_mod_since_analyze(c.oid), 0) AS modified,
              coalesce(pg_stat_get_ins_since_vacuum(c.oid), 0) AS inserted,
              greatest(pg_stat_get_last_vacuum_time(c.oid), pg_stat_get_last_autovacuum_time(c.oid)) AS vacuumed,
              greatest(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid)) AS analyzed
         FROM pg_class c
        CROSS JOIN setting
         LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid AND toast.relkind = 't'
        WHERE c.relkind IN ('r', 'm', 'p')
          AND c.relpersistence <> 't')
SELECT c.oid::int8::text AS oid,
       n.nspname AS schema,
       c.relname AS name,
       format('%I.%I', n.nspname, c.relname) AS identity,
       c.relkind = 'p' AS partitioned,
       size.bytes,
       c.dead::float8 AS dead,
       -- Bytes that no query would read any more, or of which the planner would know more.
       size.bytes * least(1, greatest(c.dead, c.modified)::float8 / nullif(c.rows + c.dead, 0)) AS gain,
       (pg_has_role(c.relowner, 'USAGE')
         OR NOT c.relisshared AND setting.owns_database
         OR CASE WHEN setting.version >= 170000 THEN has_table_privilege(c.oid, 'MAINTAIN') ELSE false END) AS permitted,
       CASE WHEN c.relkind = 'p' THEN NULL
            WHEN c.old THEN 'age'
            WHEN c.dead > 50 + 0.1 * c.rows THEN 'dead rows'
            WHEN c.inserted > 1000 + 0.2 * c.rows THEN 'new rows'
            -- An old snapshot may keep it so: once a day is often enough.
            WHEN c.relpages > 128 AND c.relallvisible < 0.5 * c.relpages
             AND coalesce(c.vacuumed, '-infinity') < now() - interval '1 day'
            THEN 'not marked visible' END AS vacuum_reason,
       CASE WHEN c.analyzed IS NULL AND (c.relkind = 'p' OR size.bytes > 0) THEN 'never analyzed'
            WHEN c.modified > 50 + 0.1 * c.rows THEN 'stale statistics' END AS analyze_reason
  FROM relation c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN setting
 CROSS JOIN LATERAL (
       SELECT CASE WHEN c.relkind = 'p' THEN 0
                   -- To ask opens the table: where nothing was written since it was counted, nothing would be learnt.
                   WHEN c.analyzed IS NOT NULL AND c.modified = 0 AND c.dead = 0 OR c.oid IN (SELECT oid FROM locked)
                   THEN c.relpages * setting.block
                   ELSE coalesce(pg_relation_size(c.oid), 0)::float8 END AS bytes
       OFFSET 0) size
 WHERE n.nspname <> 'information_schema'
   -- The catalogs bloat as tables do; but they have no use for a name in a list of schemas.
   AND (CASE WHEN $1::text[] IS NULL THEN n.nspname !~ '^pg_(toast|temp)' ELSE n.nspname = ANY ($1) END)
   AND (c.old OR NOT $2::bool)
 ORDER BY n.nspname = 'pg_catalog' DESC, gain DESC NULLS LAST, c.relpages DESC, c.oid
