-- The sessions that do something, or keep others from doing it: active, in a transaction, or holding back VACUUM; the
-- longest first. $1: how many at most. The schema is that of the tables whose locks a transaction holds.
SELECT a.pid,
       coalesce(a.usename, '') AS "user",
       coalesce(a.application_name, '') AS application,
       coalesce(host(a.client_addr), 'local') AS client,
       coalesce(a.state, '') AS state,
       extract(epoch FROM clock_timestamp() - a.xact_start)::float8 AS transaction,
       extract(epoch FROM clock_timestamp() - a.query_start)::float8 AS query_for,
       CASE WHEN a.wait_event_type IS NULL OR a.state NOT LIKE 'active%' THEN NULL
            ELSE a.wait_event_type || ':' || a.wait_event END AS waits_for,
       greatest(age(a.backend_xmin), age(a.backend_xid)) AS holds_back,
       (SELECT string_agg(DISTINCT n.nspname, ', ')
          FROM pg_locks l
          JOIN pg_class c ON c.oid = l.relation
          JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.database = a.datid
           AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') AS schemas,
       left(regexp_replace(regexp_replace(coalesce(a.query, ''), '^(\s*--[^\n]*\n)+', ''), '\s+', ' ', 'g'), 400) AS query
  FROM pg_stat_activity a
 WHERE a.datname = current_database()
   AND a.pid <> pg_backend_pid()
   AND (a.state <> 'idle' OR a.backend_type <> 'client backend')
   AND a.backend_type IN ('client backend', 'autovacuum worker')
 ORDER BY a.xact_start NULLS LAST, a.pid
 LIMIT $1::int
