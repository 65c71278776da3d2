-- title: An index on a boolean alone
-- severity: info
-- set: strict
-- why: Half of the table is found faster by reading all of it; where one value is rare, a partial index is smaller.
-- cure: Make it a partial index, WHERE the column has the rare value, on what is asked for.
-- reference: https://www.postgresql.org/docs/current/indexes-partial.html
-- params: tables
SELECT 'index' AS object_kind,
       format('%I.%I', n.nspname, i.relname) AS object_identity,
       'is on ' || quote_ident(a.attname) || ' alone, which has two values' AS message,
       'DROP INDEX ' || CASE WHEN i.relkind = 'I' THEN '' ELSE 'CONCURRENTLY ' END || format('%I.%I', n.nspname, i.relname) AS cure_sql,
       format('%I.%I', n.nspname, i.relname) AS key
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_namespace n ON n.oid = i.relnamespace
  JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0] AND a.atttypid = 'bool'::regtype
 WHERE x.indrelid IN (SELECT unnest($1::oid[]))
   AND x.indnatts = 1
   AND x.indpred IS NULL
   AND NOT x.indisunique
   AND NOT i.relispartition
