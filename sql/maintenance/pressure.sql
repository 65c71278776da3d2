-- What a run should wait for: the sessions of others that are active, and how far each standby is behind. The lag
-- is null where this role may not see it.
SELECT clock_timestamp() AS now,
       (SELECT count(*)::int
          FROM pg_stat_activity a
         WHERE a.state = 'active'
           AND a.backend_type = 'client backend'
           AND coalesce(a.application_name, '') !~ '^pgplumb ') AS active,
       CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_current_wal_lsn() - '0/0' END::float8 AS written,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'name', coalesce(nullif(r.application_name, ''), host(r.client_addr), 'a standby'),
                 'replayed', (r.replay_lsn - '0/0')::float8,
                 'lag', extract(epoch FROM r.replay_lag)::float8) ORDER BY r.pid), '[]')
          FROM pg_stat_replication r
         WHERE r.replay_lsn IS NOT NULL) AS standbys
