-- title: Transaction ids near wraparound
-- severity: error
-- why: Past the limit the server takes no more writes until old rows are frozen.
-- cure: pgplumb maintain vacuum freezes the oldest tables; end what keeps old rows: pgplumb inspect wraparound.
-- reference: https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
SELECT 'database' AS object_kind,
       d.datname AS object_identity,
       format('its oldest rows are %s million transactions old, of 2,147 at most; autovacuum should have frozen them at %s',
              round(greatest(age(d.datfrozenxid), mxid_age(d.datminmxid)) / 1e6), round(limits.n / 1e6)) AS message,
       NULL AS cure_sql,
       d.datname AS key
  FROM pg_database d
 CROSS JOIN (SELECT greatest(current_setting('autovacuum_freeze_max_age')::bigint,
                             current_setting('autovacuum_multixact_freeze_max_age')::bigint) AS n) limits
 WHERE d.datallowconn
   AND greatest(age(d.datfrozenxid), mxid_age(d.datminmxid)) > 1.5 * limits.n
