-- How far session $1 (pid) is in its VACUUM, ANALYZE or REINDEX: a phase, and the share of it that is done.
SELECT p.relid::regclass::text AS object,
       p.phase,
       p.heap_blks_scanned / nullif(p.heap_blks_total, 0)::float8 AS share
  FROM pg_stat_progress_vacuum p
 WHERE p.pid = $1::int
 UNION ALL
SELECT p.relid::regclass::text, p.phase, p.sample_blks_scanned / nullif(p.sample_blks_total, 0)::float8
  FROM pg_stat_progress_analyze p
 WHERE p.pid = $1::int
 UNION ALL
SELECT coalesce(nullif(p.index_relid, 0), p.relid)::regclass::text,
       p.phase,
       coalesce(p.blocks_done / nullif(p.blocks_total, 0)::float8, p.tuples_done / nullif(p.tuples_total, 0)::float8,
                p.lockers_done / nullif(p.lockers_total, 0)::float8)
  FROM pg_stat_progress_create_index p
 WHERE p.pid = $1::int
