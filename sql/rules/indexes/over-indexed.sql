-- title: A table with too many indexes
-- severity: info
-- set: strict
-- why: Each insert, and each update that is not HOT, writes to all of them.
-- cure: Drop those that are not used; the rule unused-index and pg_stat_user_indexes say which.
-- reference: https://www.postgresql.org/docs/current/indexes.html
-- params: tables, max_indexes
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has ' || x.count || ' indexes, more than ' || $2::int AS message,
       NULL AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (SELECT count(*) AS count FROM pg_index x WHERE x.indrelid = c.oid) x
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND x.count > $2::int
