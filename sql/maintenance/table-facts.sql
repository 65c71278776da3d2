-- What a table's size after a rewrite follows from, for tables of at least $1 pages. $2: only these schemas, or null.
SELECT n.nspname AS schema,
       c.relname AS name,
       format('%I.%I', n.nspname, c.relname) AS identity,
       pg_relation_size(c.oid)::float8 AS bytes,
       c.reltuples::float8 AS rows,
       c.relpages::float8 AS pages,
       coalesce((SELECT o.option_value::int FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = 'fillfactor'),
                100) AS fillfactor,
       coalesce(s.last_analyze, s.last_autoanalyze) IS NOT NULL AS analyzed,
       coalesce(s.n_mod_since_analyze, 0)::float8 AS modified,
       cols.columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
 CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'length', a.attlen,
                'align', a.attalign,
                'dropped', a.attisdropped,
                'width', st.avg_width,
                'nulls', st.null_frac,
                'distinct', st.n_distinct,
                'frequencies', CASE WHEN t.typcategory = 'S' THEN st.most_common_freqs END,
                'common', CASE WHEN t.typcategory = 'S' THEN
                  (SELECT array_agg(octet_length(v)) FROM unnest(st.most_common_vals::text::text[]) v) END,
                'bounds', CASE WHEN t.typcategory = 'S' THEN
                  (SELECT array_agg(octet_length(v)) FROM unnest(st.histogram_bounds::text::text[]) v) END)
                ORDER BY a.attnum) AS columns
         FROM pg_attribute a
         LEFT JOIN pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_stats st ON st.schemaname = n.nspname AND st.tablename = c.relname
                              AND st.attname = a.attname AND NOT st.inherited
        WHERE a.attrelid = c.oid AND a.attnum > 0) cols
 WHERE c.relkind IN ('r', 'm')
   AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND ($2::text[] IS NULL OR n.nspname = ANY ($2))
   AND c.relpages >= $1::int
   -- To ask such a table's size would wait for its lock.
   AND c.oid NOT IN (
         SELECT l.relation
           FROM pg_locks l
          WHERE l.locktype = 'relation'
            AND l.mode = 'AccessExclusiveLock'
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
