-- Who waits for a lock, and who is in the way; also who does not wait and only is in the way. $1: how many at most.
WITH waiting AS MATERIALIZED (
       SELECT a.pid, pg_blocking_pids(a.pid) AS blockers
         FROM pg_stat_activity a
        WHERE a.wait_event_type = 'Lock'
          AND a.datname = current_database())
SELECT a.pid,
       coalesce(a.usename, '') AS "user",
       coalesce(a.application_name, '') AS application,
       coalesce(a.state, '') AS state,
       extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.query_start))::float8 AS transaction,
       coalesce(w.blockers, '{}') AS blockers,
       (SELECT coalesce(l.mode || ' on ' || CASE l.locktype WHEN 'relation' THEN l.relation::regclass::text
                                                           ELSE l.locktype END, '')
          FROM pg_locks l
         WHERE l.pid = a.pid AND NOT l.granted
         LIMIT 1) AS wants,
       left(regexp_replace(regexp_replace(coalesce(a.query, ''), '^(\s*--[^\n]*\n)+', ''), '\s+', ' ', 'g'), 400) AS query
  FROM pg_stat_activity a
  LEFT JOIN waiting w ON w.pid = a.pid
 WHERE w.pid IS NOT NULL
    OR a.pid IN (SELECT unnest(blockers) FROM waiting)
 ORDER BY a.xact_start NULLS LAST, a.pid
 LIMIT $1::int
