-- title: A money column
-- severity: warning
-- why: Its currency and its decimals are those of the server, which nobody sees in the value.
-- cure: Use numeric with a scale, and a column for the currency.
-- reference: https://wiki.postgresql.org/wiki/Don%27t_Do_This
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is of the type money' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE numeric(12, 2)', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid = 'money'::regtype
