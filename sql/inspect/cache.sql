-- How often tables and their indexes were found in shared_buffers, those read most from elsewhere first. The counts are
-- since the statistics began. $1: how many at most.
SELECT format('%I.%I', s.schemaname, s.relname) AS identity,
       coalesce(s.heap_blks_hit, 0)::float8 + coalesce(s.idx_blks_hit, 0) AS hits,
       coalesce(s.heap_blks_read, 0)::float8 + coalesce(s.idx_blks_read, 0) AS reads,
       (coalesce(s.heap_blks_hit, 0)::float8 / nullif(coalesce(s.heap_blks_hit, 0) + coalesce(s.heap_blks_read, 0), 0)) AS heap,
       (coalesce(s.idx_blks_hit, 0)::float8 / nullif(coalesce(s.idx_blks_hit, 0) + coalesce(s.idx_blks_read, 0), 0)) AS indexes,
       (c.relpages * current_setting('block_size')::float8) AS bytes,
       coalesce(t.seq_scan, 0)::float8 AS seq_scans,
       coalesce(t.idx_scan, 0)::float8 AS index_scans
  FROM pg_statio_user_tables s
  JOIN pg_class c ON c.oid = s.relid
  JOIN pg_stat_user_tables t ON t.relid = s.relid
 WHERE coalesce(s.heap_blks_hit, 0) + coalesce(s.heap_blks_read, 0) > 0
   AND s.schemaname <> 'pgplumb'
 ORDER BY reads DESC, hits DESC, 1
 LIMIT $1::int
