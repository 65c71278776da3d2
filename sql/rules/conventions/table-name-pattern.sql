-- title: A table whose name is not as agreed
-- severity: info
-- set: strict
-- why: A name that is not all lower case has to be quoted wherever it is written.
-- cure: Rename it.
-- reference: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
-- params: tables, naming
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'does not match ' || $2::text AS message,
       format('ALTER TABLE %s RENAME TO %I', t.identity,
              lower(regexp_replace(regexp_replace(c.relname, '([a-z0-9])([A-Z])', '\1_\2', 'g'), '[^A-Za-z0-9_]+', '_', 'g'))) AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND c.relname !~ $2::text
