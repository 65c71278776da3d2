-- What a B-tree's size after a rebuild follows from, for indexes of at least $1 pages. $2: only these schemas, or null.
SELECT n.nspname AS schema,
       i.relname AS name,
       format('%I.%I', n.nspname, i.relname) AS identity,
       format('%I.%I', n.nspname, c.relname) AS "table",
       pg_relation_size(i.oid)::float8 AS bytes,
       c.reltuples::float8 AS table_rows,
       (CASE WHEN x.indpred IS NULL THEN c.reltuples ELSE i.reltuples END)::float8 AS rows,
       coalesce((SELECT o.option_value::int FROM pg_options_to_table(i.reloptions) o WHERE o.option_name = 'fillfactor'),
                90) AS fillfactor,
       x.indisunique AS "unique",
       -- Duplicates share a tuple where equal keys are equal in every bit: the support function equalimage says so.
       x.indnatts = x.indnkeyatts
         AND coalesce((SELECT o.option_value::bool FROM pg_options_to_table(i.reloptions) o
                        WHERE o.option_name = 'deduplicate_items'), true)
         AND NOT EXISTS (
           SELECT FROM generate_series(0, x.indnkeyatts - 1) k
             JOIN pg_opclass o ON o.oid = x.indclass[k]
            WHERE NOT EXISTS (
                    SELECT FROM pg_amproc p
                     WHERE p.amprocfamily = o.opcfamily AND p.amproclefttype = o.opcintype AND p.amprocnum = 4)
               OR EXISTS (SELECT FROM pg_collation l WHERE l.oid = x.indcollation[k] AND NOT l.collisdeterministic))
         AS deduplicates,
       coalesce(s.last_analyze, s.last_autoanalyze) IS NOT NULL AS analyzed,
       coalesce(s.n_mod_since_analyze, 0)::float8 AS modified,
       cols.columns
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i'
  JOIN pg_am am ON am.oid = i.relam AND am.amname = 'btree'
  JOIN pg_class c ON c.oid = x.indrelid AND c.relpersistence <> 't'
  JOIN pg_namespace n ON n.oid = i.relnamespace
  LEFT JOIN pg_stat_all_tables s ON s.relid = c.oid
 CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'length', a.attlen,
                'align', a.attalign,
                'dropped', false,
                'width', st.avg_width,
                'nulls', st.null_frac,
                'distinct', st.n_distinct,
                'frequencies', st.most_common_freqs,
                'common', CASE WHEN t.typcategory = 'S' THEN
                  (SELECT array_agg(octet_length(v)) FROM unnest(st.most_common_vals::text::text[]) v) END,
                'bounds', CASE WHEN t.typcategory = 'S' THEN
                  (SELECT array_agg(octet_length(v)) FROM unnest(st.histogram_bounds::text::text[]) v) END)
                ORDER BY a.attnum) AS columns
         FROM pg_attribute a
         JOIN pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_attribute ta ON ta.attrelid = c.oid AND ta.attnum = x.indkey[a.attnum - 1] AND ta.attnum > 0
         LEFT JOIN pg_stats st ON st.schemaname = n.nspname AND NOT st.inherited
                              AND st.tablename = CASE WHEN ta.attnum IS NULL THEN i.relname ELSE c.relname END
                              AND st.attname = CASE WHEN ta.attnum IS NULL THEN a.attname ELSE ta.attname END
        WHERE a.attrelid = i.oid AND a.attnum > 0) cols
 WHERE x.indisvalid
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND ($2::text[] IS NULL OR n.nspname = ANY ($2))
   AND i.relpages >= $1::int
   -- To ask such an index's size would wait for its lock.
   AND NOT EXISTS (
         SELECT FROM pg_locks l
          WHERE l.locktype = 'relation'
            AND l.mode = 'AccessExclusiveLock'
            AND l.relation IN (i.oid, c.oid)
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
