-- title: A table that nobody says anything about
-- severity: info
-- set: strict
-- why: What a row stands for is known to who made the table, and to nobody after.
-- cure: Add a comment.
-- reference: https://www.postgresql.org/docs/current/sql-comment.html
-- params: tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has no comment' AS message,
       NULL AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND obj_description(c.oid, 'pg_class') IS NULL
