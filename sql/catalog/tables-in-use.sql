-- The tables and materialized views of the user's schemas with what decides how dangerous a change of them is. Sizes
-- are the planner's where it has any; a table that was never analyzed is estimated by its pages.
SELECT n.nspname AS schema,
       c.relname AS name,
       CASE c.relkind WHEN 'p' THEN 'partitioned table' WHEN 'm' THEN 'materialized view' WHEN 'v' THEN 'view'
                      WHEN 'f' THEN 'foreign table' ELSE 'table' END AS kind,
       c.relrowsecurity AS "rowSecurity",
       (SELECT pn.nspname || '.' || p.relname
          FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
         WHERE i.inhrelid = c.oid AND c.relispartition LIMIT 1) AS parent,
       size.rows,
       size.bytes,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                   'name', a.attname,
                   'type', CASE WHEN tn.nspname IN ('pg_catalog', 'public') THEN '' ELSE tn.nspname || '.' END
                           || CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN e.typname ELSE t.typname END,
                   'array', t.typelem <> 0 AND t.typlen = -1,
                   'modifiers', regexp_match(format_type(a.atttypid, a.atttypmod), '\(([\d,]+)\)'),
                   'notNull', a.attnotnull,
                   'hasDefault', a.atthasdef OR a.attidentity <> '') ORDER BY a.attnum)
                   FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace tn ON tn.oid = t.typnamespace
                   LEFT JOIN pg_type e ON e.oid = t.typelem
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                   'name', k.conname,
                   'kind', CASE k.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key'
                                          WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclude' ELSE 'not null' END,
                   'columns', (SELECT coalesce(jsonb_agg(a.attname ORDER BY u.n), '[]')
                                 FROM unnest(k.conkey) WITH ORDINALITY u(attnum, n)
                                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum),
                   'valid', k.convalidated,
                   'references', (SELECT fn.nspname || '.' || f.relname FROM pg_class f
                                    JOIN pg_namespace fn ON fn.oid = f.relnamespace WHERE f.oid = k.confrelid),
                   'definition', pg_get_constraintdef(k.oid)))
                   FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f', 'p', 'u', 'x', 'n')), '[]') AS constraints,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                   'name', ic.relname,
                   'columns', (SELECT jsonb_agg(a.attname ORDER BY u.n)
                                 FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(attnum, n)
                                 LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum AND u.attnum > 0
                                WHERE u.n <= i.indnkeyatts),
                   'unique', i.indisunique, 'valid', i.indisvalid, 'partial', i.indpred IS NOT NULL))
                   FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid), '[]') AS indexes,
       coalesce((SELECT jsonb_agg(p.polname) FROM pg_policy p WHERE p.polrelid = c.oid), '[]') AS policies
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace,
       LATERAL (SELECT sum(pg_total_relation_size(r.oid))::float8 AS bytes,
                       sum(CASE WHEN r.reltuples >= 0 THEN r.reltuples ELSE pg_relation_size(r.oid) / 100 END)::float8 AS rows
                  FROM pg_class r
                 WHERE r.relkind IN ('r', 'm', 't')
                   AND (r.oid = c.oid OR c.relkind = 'p' AND r.oid IN (SELECT relid FROM pg_partition_tree(c.oid)))) AS size
 WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f')
   AND n.nspname <> ALL ($1) AND n.nspname !~ '^pg_(toast|temp)'
