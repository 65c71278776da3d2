-- title: A timestamp without a time zone
-- severity: warning
-- why: It says what a clock showed, not when: its meaning changes with the time zone of whoever writes or reads it.
-- cure: Use timestamptz; say in which time zone the values were written.
-- reference: https://wiki.postgresql.org/wiki/Don%27t_Do_This
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is a timestamp without time zone' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE timestamptz USING %2$I AT TIME ZONE ''UTC''', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid = 'timestamp'::regtype
