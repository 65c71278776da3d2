-- title: A table whose name is in the other number
-- severity: info
-- set: strict
-- why: Where most are plural, whoever writes a query has to remember which are not.
-- cure: Rename it, or say in the config what is agreed - conventions.tables.
-- reference: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
-- params: tables, table_number
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'is not ' || $2::text AS message,
       CASE WHEN $2::text = 'plural' THEN format('ALTER TABLE %s RENAME TO %I', t.identity,
            CASE WHEN c.relname ~ '[^aeiou]y$' THEN regexp_replace(c.relname, 'y$', 'ies')
                 WHEN c.relname ~ '(s|x|z|ch|sh)$' THEN c.relname || 'es' ELSE c.relname || 's' END) END AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT w.word ~ 's$' AND w.word !~ '(ss|us|is)$'
              OR w.word ~ '^(people|children|men|women|feet|mice|criteria|media|data|indices|vertices|matrices)$' AS plural,
              -- Words without a plural, or whose plural is the same, and numbers of a version or a year.
              w.word ~ '^(metadata|data|media|series|species|news|staff|personnel|equipment|software|hardware|information|content|history|inventory|feedback|presence|access|compliance|safety|audit|maintenance|config|schedule|payroll|status|progress|traffic|show|cache|queue|\d+|v\d+)$' AS either
         FROM (SELECT lower((regexp_match(c.relname, '([A-Za-z0-9]+)$'))[1]) AS word) w) w
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT w.either
   AND w.plural <> ($2::text = 'plural')
   -- A table that joins two others is named by the rule for those.
   AND (SELECT count(*) FROM pg_constraint k
          JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary AND x.indkey::int2[] @> k.conkey
         WHERE k.conrelid = c.oid AND k.contype = 'f') < 2
