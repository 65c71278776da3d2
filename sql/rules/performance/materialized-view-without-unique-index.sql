-- title: A materialized view that cannot be refreshed while it is read
-- severity: info
-- set: strict
-- why: REFRESH MATERIALIZED VIEW CONCURRENTLY needs a unique index of all rows; without it every reader waits.
-- cure: Create a unique index on what tells its rows apart.
-- reference: https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
-- params: schemas
SELECT 'materialized view' AS object_kind,
       t.identity AS object_identity,
       'has no unique index: readers wait while it is refreshed' AS message,
       NULL AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.relkind = 'm'
   AND n.nspname = ANY ($1::text[])
   AND NOT EXISTS (SELECT FROM pg_index x
                    WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND x.indpred IS NULL AND x.indexprs IS NULL)
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
