-- title: Connections near their limit
-- severity: warning
-- why: When the last one is taken, nobody can sign in any more, not even to find out why.
-- cure: Use a connection pool, end idle sessions, or raise max_connections. See: pgplumb inspect connections.
-- reference: https://www.postgresql.org/docs/current/runtime-config-connection.html
SELECT 'server' AS object_kind,
       'connections' AS object_identity,
       format('%s of %s connections are in use', used.n, most.n) AS message,
       NULL AS cure_sql,
       'connections' AS key
  FROM (SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend') used
 CROSS JOIN (SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS n) most
 WHERE used.n >= 0.8 * most.n
