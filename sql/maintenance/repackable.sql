-- Of the tables $1 (as SQL writes them), those that pg_repack can rewrite: it needs a key that is never NULL. With all that
-- is rewritten along: TOAST and indexes.
SELECT format('%I.%I', n.nspname, c.relname) AS identity,
       pg_relation_filenode(c.oid)::int8::text AS file,
       pg_total_relation_size(c.oid)::float8 AS bytes
  FROM unnest($1::text[]) AS wanted (identity)
  JOIN pg_class c ON c.oid = to_regclass(wanted.identity)
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r'
   AND EXISTS (
         SELECT FROM pg_index x
          WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND x.indimmediate AND x.indpred IS NULL
            AND NOT EXISTS (
                  SELECT FROM unnest((x.indkey::int2[])[0:x.indnkeyatts - 1]) AS key (attnum)
                    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = key.attnum AND a.attnum > 0
                   WHERE a.attnotnull IS NOT TRUE))
