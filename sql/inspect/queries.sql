-- The statements that took the most time, from pg_stat_statements, wherever that extension is. It keeps an entry for
-- each tenant schema: those of the same text are added up. $1: how many at most.
SELECT min(s.queryid)::text AS id,
       sum(s.calls)::float8 AS calls,
       sum(s.total_exec_time)::float8 AS total,
       (sum(s.total_exec_time) / sum(s.calls))::float8 AS mean,
       max(s.max_exec_time)::float8 AS slowest,
       (100 * sum(s.total_exec_time) / nullif(sum(sum(s.total_exec_time)) OVER (), 0))::float8 AS share,
       (sum(s.shared_blks_hit) / nullif(sum(s.shared_blks_hit + s.shared_blks_read), 0))::float8 AS cached,
       sum(s.rows)::float8 AS rows,
       count(*)::int AS entries,
       left(regexp_replace(regexp_replace(s.query, '^(\s*--[^\n]*\n)+', ''), '\s+', ' ', 'g'), 600) AS query
  FROM pg_stat_statements s
 WHERE s.dbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
   AND s.calls > 0
 GROUP BY s.query
 ORDER BY total DESC
 LIMIT $1::int
