-- title: An email column that is too short for some addresses
-- severity: info
-- why: An address may have 254 characters (RFC 5321): a shorter column refuses some.
-- cure: Use varchar(254), or longer.
-- reference: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is ' || format_type(a.atttypid, a.atttypmod) || '; addresses may have 254 characters' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE varchar(254)', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname ~ '(^|_)email(_address)?$'
   AND a.atttypid = 'varchar'::regtype
   AND a.atttypmod BETWEEN 4 AND 257
