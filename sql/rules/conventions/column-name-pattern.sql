-- title: A column whose name is not as agreed
-- severity: info
-- set: strict
-- why: A name that is not all lower case has to be quoted wherever it is written.
-- cure: Rename it.
-- reference: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
-- params: tables, naming
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'does not match ' || $2::text AS message,
       format('ALTER TABLE %s RENAME COLUMN %I TO %I', t.identity, a.attname, lower(regexp_replace(regexp_replace(a.attname, '([a-z0-9])([A-Z])', '\1_\2', 'g'), '[^A-Za-z0-9_]+', '_', 'g'))) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname !~ $2::text
