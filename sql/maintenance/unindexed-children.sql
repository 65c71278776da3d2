-- The foreign keys that point at the relations $1 (oids), from tables that hold rows, and have no index to be looked
-- up by: each deleted row would read the whole referencing table.
SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS identity,
       k.conname AS name,
       t.columns,
       'CREATE INDEX ' || CASE WHEN c.relkind = 'p' THEN '' ELSE 'CONCURRENTLY ' END
         || format('ON %I.%I (%s)', n.nspname, c.relname, t.columns) AS cure
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY col.place) AS columns
         FROM unnest(k.conkey) WITH ORDINALITY AS col (attnum, place)
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = col.attnum) t
 WHERE k.contype = 'f'
   AND k.confrelid = ANY ($1::oid[])
   AND (SELECT sum(pg_relation_size(part.oid))
          FROM (SELECT c.oid UNION SELECT p.relid FROM pg_partition_tree(c.oid) p) part) > 0
   AND NOT EXISTS (
         SELECT FROM pg_index x
           JOIN pg_class i ON i.oid = x.indexrelid
           JOIN pg_am am ON am.oid = i.relam
          WHERE x.indrelid = c.oid
            AND x.indisvalid
            AND am.amname IN ('btree', 'hash')
            AND x.indnkeyatts >= cardinality(k.conkey)
            AND (x.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
            AND (x.indkey::int2[])[0:cardinality(k.conkey) - 1] <@ k.conkey
            AND (x.indpred IS NULL
                 OR cardinality(k.conkey) = 1
                    AND pg_get_expr(x.indpred, x.indrelid) = '(' || t.columns || ' IS NOT NULL)'))
 ORDER BY 1, 2
