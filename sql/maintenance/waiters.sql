-- Who waits for a lock of session $1 (pid), or behind it in a queue; not other sessions of the same run.
SELECT a.pid,
       coalesce(a.application_name, '') AS application,
       coalesce(a.usename, '') AS "user",
       left(coalesce(a.query, ''), 200) AS query,
       extract(epoch FROM clock_timestamp() - coalesce(a.query_start, a.backend_start, now()))::float8 AS age
  FROM pg_stat_activity a
 WHERE a.wait_event_type = 'Lock'
   AND coalesce(a.application_name, '') <> 'pgplumb maintain'
   AND $1::int = ANY (pg_blocking_pids(a.pid))
