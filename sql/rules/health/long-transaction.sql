-- title: Transaction that has been open for long
-- severity: warning
-- why: VACUUM can remove no row that died after it began, in any table; and its locks are held.
-- cure: End it, and find out why the application leaves it open. See: pgplumb inspect activity.
-- reference: https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-SPACE-RECOVERY
-- params: long_seconds?
SELECT 'session' AS object_kind,
       'pid ' || a.pid AS object_identity,
       format('%s (user %s) has been in a transaction for %s, %s', coalesce(nullif(a.application_name, ''), 'unnamed'),
              a.usename, date_trunc('second', clock_timestamp() - a.xact_start), a.state) AS message,
       format('SELECT pg_terminate_backend(%s)', a.pid) AS cure_sql,
       'pid ' || a.pid AS key
  FROM pg_stat_activity a
 WHERE a.datname = current_database()
   AND a.pid <> pg_backend_pid()
   AND a.backend_type = 'client backend'
   AND coalesce(a.application_name, '') <> 'pgplumb maintain'
   AND a.xact_start < clock_timestamp() - CASE WHEN $1::int IS NOT NULL THEN make_interval(secs => $1::int)
                                               WHEN a.state LIKE 'idle in transaction%' THEN interval '5 minutes'
                                               ELSE interval '1 hour' END
