-- title: An amount of money without a scale
-- severity: info
-- set: strict
-- why: Two rows may hold the same amount with different decimals, and nothing rounds fractions of a cent.
-- cure: Say how many decimals: numeric(12, 2).
-- reference: https://www.postgresql.org/docs/current/datatype-numeric.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is numeric without a scale' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE numeric(12, 2)', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid = 'numeric'::regtype
   AND a.atttypmod = -1
   AND a.attname ~ '(^|_)(amount|price|total|subtotal|cost|balance|fee|revenue|salary|value|probability|percentage|discount)$'
