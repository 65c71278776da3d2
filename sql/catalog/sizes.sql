-- How large the named relations are, partitions included; $1: their names as SQL writes them. Rows are the estimate of
-- the last ANALYZE or VACUUM, null where there was none.
SELECT t.name, sum(pg_table_size(p.oid))::float8 AS bytes,
       CASE WHEN bool_and(p.reltuples >= 0) THEN sum(p.reltuples)::float8 END AS rows
  FROM unnest($1::text[]) AS t (name)
  JOIN pg_class c ON c.oid = to_regclass(t.name)
  JOIN LATERAL (
    SELECT c.oid, c.reltuples WHERE c.relkind <> 'p'
    UNION ALL
    SELECT l.oid, l.reltuples
      FROM pg_partition_tree(c.oid) pt JOIN pg_class l ON l.oid = pt.relid
     WHERE c.relkind = 'p' AND pt.isleaf
  ) p ON true
 GROUP BY 1
