-- title: Replication slot that holds WAL
-- severity: error
-- why: The server keeps all WAL that it has not sent, until the disk is full; some slots keep old rows as well.
-- cure: Bring its standby or subscriber back, or drop the slot.
-- reference: https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS
-- params: slot_bytes?
SELECT 'replication slot' AS object_kind,
       r.slot_name::text AS object_identity,
       format('is not in use, and holds %s of WAL', pg_size_pretty(pg_current_wal_lsn() - r.restart_lsn)) AS message,
       format('SELECT pg_drop_replication_slot(%L)', r.slot_name) AS cure_sql,
       r.slot_name::text AS key
  FROM pg_replication_slots r
 WHERE NOT pg_is_in_recovery()
   AND NOT r.active
   AND pg_current_wal_lsn() - r.restart_lsn > coalesce($1::float8, 1024 ^ 3)
