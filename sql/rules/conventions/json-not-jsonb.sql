-- title: A json column
-- severity: info
-- why: json keeps the text, spaces and double keys included, is parsed again at each access and cannot be indexed or compared.
-- cure: Use jsonb.
-- reference: https://www.postgresql.org/docs/current/datatype-json.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is json, not jsonb' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE jsonb', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid = 'json'::regtype
