-- title: Invalid index
-- severity: error
-- why: A CREATE INDEX or REINDEX CONCURRENTLY failed; no query uses the index, yet every write maintains it.
-- cure: Drop it where a valid index of the same columns exists, else build it again.
-- reference: https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
-- params: tables
SELECT 'index' AS object_kind,
       t.identity AS object_identity,
       CASE WHEN i.relkind = 'I' THEN 'is invalid: not every partition has an index attached to it'
            WHEN twin.name IS NOT NULL THEN 'is an invalid leftover beside ' || quote_ident(twin.name)
            ELSE 'is invalid: no query uses it' END AS message,
       CASE WHEN i.relkind = 'I' THEN NULL
            WHEN twin.name IS NOT NULL THEN 'DROP INDEX CONCURRENTLY ' || t.identity
            ELSE 'REINDEX INDEX CONCURRENTLY ' || t.identity END AS cure_sql,
       t.identity AS key
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_namespace n ON n.oid = i.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, i.relname) AS identity) t
  LEFT JOIN LATERAL (
       SELECT o.relname AS name
         FROM pg_index y
         JOIN pg_class o ON o.oid = y.indexrelid
        WHERE y.indrelid = x.indrelid
          AND y.indisvalid
          AND o.relam = i.relam
          AND y.indkey = x.indkey
          AND y.indclass = x.indclass
          AND y.indcollation = x.indcollation
          AND y.indoption = x.indoption
          AND y.indisunique = x.indisunique
          AND pg_get_expr(y.indexprs, y.indrelid) IS NOT DISTINCT FROM pg_get_expr(x.indexprs, x.indrelid)
          AND pg_get_expr(y.indpred, y.indrelid) IS NOT DISTINCT FROM pg_get_expr(x.indpred, x.indrelid)
        LIMIT 1) twin ON true
 WHERE x.indrelid IN (SELECT unnest($1::oid[]))
   AND NOT x.indisvalid
   -- Whoever builds an index concurrently holds this lock on its table from beginning to end.
   AND NOT EXISTS (
         SELECT FROM pg_locks l
          WHERE l.locktype = 'relation'
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
            AND l.relation = x.indrelid
            AND l.mode = 'ShareUpdateExclusiveLock'
            AND l.pid <> pg_backend_pid())
