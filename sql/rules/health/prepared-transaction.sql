-- title: Prepared transaction that nobody finishes
-- severity: error
-- why: It holds its locks, and keeps VACUUM from removing rows, also after a restart.
-- cure: COMMIT PREPARED or ROLLBACK PREPARED it.
-- reference: https://www.postgresql.org/docs/current/sql-prepare-transaction.html
-- params: long_seconds?
SELECT 'transaction' AS object_kind,
       p.gid AS object_identity,
       format('was prepared by %s %s ago', p.owner, date_trunc('second', clock_timestamp() - p.prepared)) AS message,
       format('ROLLBACK PREPARED %L', p.gid) AS cure_sql,
       p.gid AS key
  FROM pg_prepared_xacts p
 WHERE p.database = current_database()
   AND p.prepared < clock_timestamp() - make_interval(secs => coalesce($1::int, 3600))
