-- title: An index that is the beginning of another
-- severity: info
-- why: The longer one serves the same queries; this one only costs writes and space.
-- cure: Drop it, unless it is much smaller and much read.
-- reference: https://www.postgresql.org/docs/current/indexes-multicolumn.html
-- params: tables
WITH index AS MATERIALIZED (
       SELECT x.indexrelid, x.indrelid, x.indisunique, x.indisreplident, x.indnkeyatts, x.indnatts, i.relkind, n.nspname, i.relname,
              x.indkey::int2[] AS columns, x.indclass::oid[] AS classes, x.indcollation::oid[] AS collations,
              x.indoption::int2[] AS options
         FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_namespace n ON n.oid = i.relnamespace
         JOIN pg_am am ON am.oid = i.relam AND am.amname = 'btree'
        WHERE x.indrelid IN (SELECT unnest($1::oid[]))
          AND x.indisvalid AND x.indpred IS NULL AND x.indexprs IS NULL
          AND NOT i.relispartition)
SELECT 'index' AS object_kind,
       format('%I.%I', short.nspname, short.relname) AS object_identity,
       'is the beginning of ' || quote_ident((array_agg(long.relname ORDER BY long.indnkeyatts, long.indexrelid))[1]) AS message,
       'DROP INDEX ' || CASE WHEN short.relkind = 'I' THEN '' ELSE 'CONCURRENTLY ' END
         || format('%I.%I', short.nspname, short.relname) AS cure_sql,
       format('%I.%I', short.nspname, short.relname) AS key
  FROM index short
  JOIN index long
    ON long.indrelid = short.indrelid
   -- The first column, so that the join can hash.
   AND long.columns[0] = short.columns[0]
   AND long.indnkeyatts > short.indnkeyatts
   AND long.columns[0:short.indnkeyatts - 1] = short.columns[0:short.indnkeyatts - 1]
   AND long.classes[0:short.indnkeyatts - 1] = short.classes[0:short.indnkeyatts - 1]
   AND long.collations[0:short.indnkeyatts - 1] = short.collations[0:short.indnkeyatts - 1]
   AND long.options[0:short.indnkeyatts - 1] = short.options[0:short.indnkeyatts - 1]
 WHERE NOT short.indisunique
   AND NOT short.indisreplident
   -- What it carries along the longer one may not.
   AND short.indnatts = short.indnkeyatts
 GROUP BY short.nspname, short.relname, short.relkind
