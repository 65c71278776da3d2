-- title: A uuid key without a default
-- severity: info
-- set: strict
-- why: Whoever inserts a row by hand, or from another program, has to make the key, and may make it badly.
-- cure: Set DEFAULT gen_random_uuid().
-- reference: https://www.postgresql.org/docs/current/functions-uuid.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is a uuid that whoever inserts has to make' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT gen_random_uuid()', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname = 'id'
   AND a.atttypid = 'uuid'::regtype
   AND NOT a.atthasdef
   AND EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary AND a.attnum = ANY (x.indkey::int2[]))
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))
