-- title: A jsonb column of fields without a default
-- severity: info
-- set: strict
-- why: A row is then without fields in two ways, null and {}, and both have to be asked for.
-- cure: Set DEFAULT '{}'.
-- reference: https://www.postgresql.org/docs/current/datatype-json.html
-- params: tables, custom_fields_columns
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'has no default' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT ''{}''', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid = 'jsonb'::regtype
   AND (a.attname = ANY ($2::text[]) OR a.attname IN ('metadata', 'settings', 'permissions', 'config', 'options'))
   AND NOT a.atthasdef
