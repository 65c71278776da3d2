-- title: A char(n) column
-- severity: info
-- why: It is padded with blanks, which some comparisons heed and some do not, and saves no space.
-- cure: Use varchar(n), or text.
-- reference: https://wiki.postgresql.org/wiki/Don%27t_Do_This
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is ' || format_type(a.atttypid, a.atttypmod) || ', padded with blanks' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE varchar(%s)', t.identity, a.attname, a.atttypmod - 4) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid = 'bpchar'::regtype
   AND a.atttypmod > 0
