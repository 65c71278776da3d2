-- The tables whose rows are oldest, with their TOAST, and what share of the way to the forced vacuum they have gone.
-- $1: how many at most.
SELECT format('%I.%I', n.nspname, c.relname) AS identity,
       greatest(age(c.relfrozenxid), age(t.relfrozenxid))::float8 AS xids,
       greatest(mxid_age(c.relminmxid), mxid_age(t.relminmxid))::float8 AS mxids,
       greatest(greatest(age(c.relfrozenxid), age(t.relfrozenxid))
                  / current_setting('autovacuum_freeze_max_age')::float8,
                greatest(mxid_age(c.relminmxid), mxid_age(t.relminmxid))
                  / current_setting('autovacuum_multixact_freeze_max_age')::float8) AS share,
       c.relpages * current_setting('block_size')::float8 AS bytes,
       coalesce(s.last_vacuum, s.last_autovacuum) AS vacuumed
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
 WHERE c.relkind IN ('r', 'm')
 ORDER BY share DESC, bytes DESC, 1
 LIMIT $1::int
