-- title: An amount of money as a floating-point number
-- severity: warning
-- why: 0.1 has no exact binary form: sums are off by cents, and equal amounts differ.
-- cure: Use numeric with a scale.
-- reference: https://www.postgresql.org/docs/current/datatype-numeric.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is ' || format_type(a.atttypid, NULL) || ', which cannot hold cents exactly' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE numeric(12, 2)', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid IN ('float4'::regtype, 'float8'::regtype)
   AND a.attname ~ '(^|_)(amount|price|total|subtotal|cost|balance|fee|revenue|salary)$'
