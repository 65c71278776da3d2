-- For whom session $1 (pid) waits.
SELECT a.pid,
       coalesce(a.application_name, '') AS application,
       coalesce(a.usename, '') AS "user",
       left(coalesce(a.query, ''), 200) AS query,
       extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, a.backend_start, now()))::float8 AS age
  FROM pg_stat_activity a
 WHERE a.pid = ANY (pg_blocking_pids($1::int))
 ORDER BY a.pid
