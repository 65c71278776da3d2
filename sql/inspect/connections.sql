-- How many sessions there are, by database, role, application and tenant schema; most first. A session's schema is known
-- by its open transaction's locks, or where its role or application is named like one. $1: how many lines at most.
WITH schemas AS MATERIALIZED (
       SELECT l.pid, min(n.nspname) AS schema
         FROM pg_locks l
         JOIN pg_class c ON c.oid = l.relation
         JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE l.locktype = 'relation'
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public')
        GROUP BY l.pid)
SELECT coalesce(a.datname, '') AS database,
       coalesce(a.usename, '') AS "user",
       coalesce(a.application_name, '') AS application,
       coalesce(s.schema, named.nspname) AS schema,
       count(*)::int AS connections,
       count(*) FILTER (WHERE a.state = 'active')::int AS active,
       count(*) FILTER (WHERE a.state = 'idle')::int AS idle,
       count(*) FILTER (WHERE a.state LIKE 'idle in transaction%')::int AS in_transaction,
       max(extract(epoch FROM clock_timestamp() - a.backend_start))::float8 AS oldest
  FROM pg_stat_activity a
  LEFT JOIN schemas s ON s.pid = a.pid
  LEFT JOIN pg_namespace named ON a.datname = current_database()
                              AND (named.nspname = a.application_name OR named.nspname = a.usename)
                              AND named.nspname <> 'public'
 WHERE a.backend_type = 'client backend'
   AND a.pid <> pg_backend_pid()
 GROUP BY 1, 2, 3, 4
 ORDER BY connections DESC, 1, 2, 3, 4
 LIMIT $1::int
