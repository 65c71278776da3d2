-- title: An index that no query has used
-- severity: info
-- set: strict
-- why: Every write maintains it, and nothing was ever found by it since statistics were last reset.
-- cure: Drop it, after a look at the replicas, whose queries are counted there, and at what runs once a month.
-- reference: https://www.postgresql.org/docs/current/monitoring-stats.html
-- params: tables
SELECT 'index' AS object_kind,
       format('%I.%I', n.nspname, i.relname) AS object_identity,
       'has never been used, since ' || coalesce(to_char(db.stats_reset, 'YYYY-MM-DD'), 'the database was made')
         || ', and takes ' || pg_size_pretty(pg_relation_size(i.oid)) AS message,
       format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, i.relname) AS cure_sql,
       format('%I.%I', n.nspname, i.relname) AS key
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i' AND NOT i.relispartition
  JOIN pg_namespace n ON n.oid = i.relnamespace
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_stat_database db ON db.datname = current_database()
 WHERE x.indrelid IN (SELECT unnest($1::oid[]))
   AND x.indisvalid
   AND NOT x.indisunique
   AND NOT x.indisreplident
   AND i.relpages >= 128
   AND pg_stat_get_numscans(i.oid) = 0
   -- A table that hardly anybody reads tells nothing.
   AND pg_stat_get_numscans(c.oid)
       + (SELECT sum(pg_stat_get_numscans(o.indexrelid)) FROM pg_index o WHERE o.indrelid = c.oid) >= 1000
