-- What REINDEX CONCURRENTLY left behind when it failed: an invalid index that it named (the end of the name is
-- never cut off), beside a valid one of the same definition. Not those of a run in progress, which holds a lock on the
-- table from beginning to end.
SELECT format('%I.%I', n.nspname, i.relname) AS identity,
       format('%I.%I', n.nspname, twin.relname) AS twin,
       coalesce(pg_relation_size(i.oid), 0)::float8 AS bytes
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = i.relnamespace
 CROSS JOIN LATERAL (
       SELECT o.relname
         FROM pg_index y
         JOIN pg_class o ON o.oid = y.indexrelid
        WHERE y.indrelid = x.indrelid
          AND y.indisvalid
          AND o.relam = i.relam
          AND y.indnkeyatts = x.indnkeyatts
          AND y.indkey = x.indkey
          AND y.indclass = x.indclass
          AND y.indcollation = x.indcollation
          AND y.indoption = x.indoption
          AND y.indisunique = x.indisunique
          AND pg_get_expr(y.indexprs, y.indrelid) IS NOT DISTINCT FROM pg_get_expr(x.indexprs, x.indrelid)
          AND pg_get_expr(y.indpred, y.indrelid) IS NOT DISTINCT FROM pg_get_expr(x.indpred, x.indrelid)
        LIMIT 1) twin
 WHERE NOT x.indisvalid
   AND i.relkind = 'i'
   AND i.relname ~ '_cc(new|old)[0-9]*$'
   AND pg_has_role(c.relowner, 'USAGE')
   AND NOT EXISTS (
         SELECT FROM pg_locks l
          WHERE l.locktype = 'relation'
            AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
            AND l.relation IN (x.indrelid, x.indexrelid)
            AND l.mode IN ('ShareUpdateExclusiveLock', 'AccessExclusiveLock')
            AND l.pid <> pg_backend_pid())
 ORDER BY 1
