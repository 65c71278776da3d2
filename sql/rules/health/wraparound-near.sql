-- title: Transaction ids near wraparound
-- severity: error
-- why: Past the limit the server takes no more writes until old rows are frozen.
-- cure: pgplumb maintain vacuum freezes the oldest tables; end what keeps old rows: pgplumb inspect wraparound.
-- reference: https://www.postgresql.org/docs/current/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
-- params: freeze_share?
SELECT 'database' AS object_kind,
       d.datname AS object_identity,
       format('its oldest rows are %s transactions and %s multixacts old: autovacuum should have frozen them long ago; at '
              '2,147 million the server stops', to_char(age(d.datfrozenxid), 'FM999,999,999,990'),
              to_char(mxid_age(d.datminmxid), 'FM999,999,999,990')) AS message,
       NULL AS cure_sql,
       d.datname AS key
  FROM pg_database d
 WHERE d.datallowconn
   AND greatest(age(d.datfrozenxid) / current_setting('autovacuum_freeze_max_age')::float8,
                mxid_age(d.datminmxid) / current_setting('autovacuum_multixact_freeze_max_age')::float8)
       > coalesce($1::float8, 1.5)
