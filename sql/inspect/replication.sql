-- Standbys and subscribers, connected or only expected by their slot; how far each is behind. $1: how many at most.
SELECT coalesce(nullif(r.application_name, ''), s.slot_name, 'unnamed') AS name,
       CASE WHEN s.slot_type = 'logical' THEN 'logical' ELSE 'physical' END AS kind,
       coalesce(r.state, 'not connected') AS state,
       r.sync_state,
       host(r.client_addr) AS client,
       s.slot_name::text AS slot,
       extract(epoch FROM r.replay_lag)::float8 AS lag,
       CASE WHEN pg_is_in_recovery() THEN NULL
            ELSE (pg_current_wal_lsn() - coalesce(r.replay_lsn, s.confirmed_flush_lsn, s.restart_lsn)) END::float8 AS behind,
       CASE WHEN pg_is_in_recovery() THEN NULL ELSE (pg_current_wal_lsn() - s.restart_lsn) END::float8 AS kept
  FROM pg_stat_replication r
  FULL JOIN pg_replication_slots s ON s.active_pid = r.pid
 ORDER BY behind DESC NULLS FIRST, 1
 LIMIT $1::int
