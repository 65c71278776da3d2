-- title: created_at without a default
-- severity: info
-- set: strict
-- why: It is as true as every statement that ever inserts a row.
-- cure: Set DEFAULT now().
-- reference: https://www.postgresql.org/docs/current/ddl-default.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'has no default' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT now()', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname = 'created_at'
   AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)
   AND NOT a.atthasdef
