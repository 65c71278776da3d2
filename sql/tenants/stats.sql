-- What each table of these schemas ($1) holds. Rows are the estimate of the statistics, null where there is none; the
-- last scan is known from PostgreSQL 16 on.
SELECT n.nspname::text AS schema, c.relname::text AS name,
       CASE WHEN c.relkind = 'p' THEN NULL WHEN c.reltuples < 0 THEN s.n_live_tup::float8 ELSE c.reltuples::float8 END AS rows,
       coalesce(s.n_dead_tup, 0)::float8 AS "deadRows",
       pg_catalog.pg_total_relation_size(c.oid)::float8 AS bytes,
       (coalesce(s.n_tup_ins, 0) + coalesce(s.n_tup_upd, 0) + coalesce(s.n_tup_del, 0))::float8 AS writes,
       greatest((pg_catalog.to_jsonb(s) ->> 'last_seq_scan')::timestamptz, (pg_catalog.to_jsonb(s) ->> 'last_idx_scan')::timestamptz) AS "lastScan",
       c.relispartition AS partition
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_stat_user_tables s ON s.relid = c.oid
 WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'm')
