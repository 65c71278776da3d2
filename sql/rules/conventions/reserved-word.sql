-- title: A column with the name of a reserved word
-- severity: info
-- set: strict
-- why: It has to be quoted wherever it is written, and whoever forgets gets another error than this.
-- cure: Rename it.
-- reference: https://www.postgresql.org/docs/current/sql-keywords-appendix.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is a reserved word' AS message,
       format('ALTER TABLE %s RENAME COLUMN %I TO %I', t.identity, a.attname, a.attname || '_') AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname IN (SELECT word FROM pg_get_keywords() WHERE catcode = 'R')
