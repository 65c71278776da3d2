-- Which of these schemas ($1) are there, and how many relations and functions they hold. Counted for all at once: the
-- catalogs have no index by schema.
WITH wanted AS (SELECT oid, nspname::text AS schema FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1)),
     held AS (SELECT relnamespace AS oid FROM pg_catalog.pg_class WHERE relkind NOT IN ('i', 'I', 't')
              UNION ALL SELECT pronamespace FROM pg_catalog.pg_proc)
SELECT w.schema, pg_catalog.count(h.oid)::int AS objects
  FROM wanted w LEFT JOIN held h ON h.oid = w.oid
 GROUP BY w.schema
