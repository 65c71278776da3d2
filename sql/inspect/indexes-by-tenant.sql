-- How the indexes of each schema are used, those with the largest unused ones first. What a constraint or a replica identity
-- needs counts as used, though it may never be read. $1: how many schemas at most.
SELECT n.nspname AS schema,
       count(*)::int AS indexes,
       sum(i.relpages)::float8 * current_setting('block_size')::float8 AS bytes,
       sum(pg_stat_get_numscans(i.oid))::float8 AS scans,
       sum(pg_stat_get_tuples_returned(i.oid))::float8 AS entries,
       count(*) FILTER (WHERE unused)::int AS unused,
       coalesce(sum(i.relpages) FILTER (WHERE unused), 0)::float8 * current_setting('block_size')::float8 AS unused_bytes,
       tables.seq_scans,
       tables.seq_rows,
       tables.writes
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i'
  JOIN pg_namespace n ON n.oid = i.relnamespace
 CROSS JOIN LATERAL (
       SELECT pg_stat_get_numscans(i.oid) = 0 AND NOT x.indisunique AND NOT x.indisreplident
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid) AS unused) why
  JOIN (SELECT c.relnamespace,
               sum(pg_stat_get_numscans(c.oid))::float8 AS seq_scans,
               sum(pg_stat_get_tuples_returned(c.oid))::float8 AS seq_rows,
               sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid)
                   - pg_stat_get_tuples_hot_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid))::float8 AS writes
          FROM pg_class c
         WHERE c.relkind IN ('r', 'm')
         GROUP BY c.relnamespace) tables ON tables.relnamespace = n.oid
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgplumb')
 GROUP BY n.nspname, tables.seq_scans, tables.seq_rows, tables.writes
 ORDER BY unused_bytes DESC, bytes DESC, schema
 LIMIT $1::int
