-- What keeps VACUUM from removing and freezing rows: sessions, prepared transactions, replication slots and standbys.
SELECT kind, name, age::float8 AS age, since
  FROM (SELECT 'session' AS kind,
               format('pid %s (%s, user %s)', a.pid, coalesce(nullif(a.application_name, ''), 'unnamed'), a.usename) AS name,
               greatest(age(a.backend_xmin), age(a.backend_xid)) AS age,
               a.xact_start AS since
          FROM pg_stat_activity a
         WHERE a.pid <> pg_backend_pid()
         UNION ALL
        SELECT 'prepared transaction', p.gid, age(p.transaction), p.prepared FROM pg_prepared_xacts p
         UNION ALL
        SELECT 'replication slot', r.slot_name, greatest(age(r.xmin), age(r.catalog_xmin)), NULL FROM pg_replication_slots r
         UNION ALL
        SELECT 'standby', coalesce(nullif(r.application_name, ''), host(r.client_addr)), age(r.backend_xmin), r.backend_start
          FROM pg_stat_replication r) holder
 WHERE age IS NOT NULL
 ORDER BY age DESC
 LIMIT 10
