-- title: An email column without a length
-- severity: info
-- set: strict
-- why: An address has 254 characters at most (RFC 5321): more is no address.
-- cure: Use varchar(254).
-- reference: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'has no greatest length' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE varchar(254)', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname ~ '(^|_)email(_address)?$'
   AND (a.atttypid = 'text'::regtype OR a.atttypid = 'varchar'::regtype AND a.atttypmod = -1)
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey))
