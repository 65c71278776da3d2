-- title: Tables with many dead rows
-- severity: warning
-- why: Queries read past them, and the files grow instead of being filled again.
-- cure: pgplumb maintain vacuum; where they stay, an old transaction keeps them: pgplumb inspect wraparound.
-- reference: https://www.postgresql.org/docs/current/routine-vacuuming.html
-- params: tables
SELECT 'table' AS object_kind,
       format('%I.%I', s.schemaname, s.relname) AS object_identity,
       format('%s of its rows are dead, beside %s live ones', s.n_dead_tup, s.n_live_tup) AS message,
       format('VACUUM (ANALYZE) %I.%I', s.schemaname, s.relname) AS cure_sql,
       format('%I.%I', s.schemaname, s.relname) AS key
  FROM pg_stat_all_tables s
 WHERE s.relid = ANY ($1::oid[])
   AND s.n_dead_tup > 10000
   AND s.n_dead_tup > 0.5 * s.n_live_tup
