-- title: A time of day with a time zone
-- severity: info
-- why: An offset without a date says nothing: it changes with the time of the year.
-- cure: Use timestamptz, or time and the name of the time zone.
-- reference: https://wiki.postgresql.org/wiki/Don%27t_Do_This
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is a time with time zone' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE time', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid = 'timetz'::regtype
