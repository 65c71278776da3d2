-- title: A text column without a purpose that needs length
-- severity: info
-- set: strict
-- why: Whatever a client sends is stored, in the row or beside it, and read with it.
-- cure: Use varchar(n), or a CHECK on the length; leave notes, descriptions and bodies as they are.
-- reference: https://www.postgresql.org/docs/current/datatype-character.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is text of any length, though it holds ' || w.what AS message,
       format('ALTER TABLE %s ADD CHECK (length(%I) <= 255)', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN (VALUES ('(^|_)(name|title|label|subject)$', 'a name'), ('(^|_)(slug|code|key|subdomain|domain)$', 'a key'),
               ('(^|_)(phone|city|country|state|postal_code|zip)$', 'a short value')) AS w (pattern, what) ON a.attname ~ w.pattern
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND (a.atttypid = 'text'::regtype OR a.atttypid = 'varchar'::regtype AND a.atttypmod = -1)
   AND a.attgenerated = ''
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f') AND a.attnum = ANY (k.conkey))
