-- title: Two indexes that are the same
-- severity: warning
-- why: Both are written with every row and take space; one is enough.
-- cure: Drop the one that no constraint needs.
-- reference: https://www.postgresql.org/docs/current/sql-dropindex.html
-- params: tables
WITH alike AS (
       SELECT indrelid, indkey
         FROM pg_index
        WHERE indrelid IN (SELECT unnest($1::oid[]))
        GROUP BY indrelid, indkey
       HAVING count(*) > 1),
     index AS MATERIALIZED (
       SELECT x.indexrelid, x.indrelid, x.indisunique, i.relkind, n.nspname, i.relname,
              EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid) AS needed,
              x.indisreplident,
              concat_ws('/', i.relam, x.indnkeyatts, x.indkey, x.indclass, x.indcollation, x.indoption,
                        to_jsonb(x) ->> 'indnullsnotdistinct',
                        md5(pg_get_expr(x.indexprs, x.indrelid)), '|', md5(pg_get_expr(x.indpred, x.indrelid))) AS shape
         FROM alike
         JOIN pg_index x ON x.indrelid = alike.indrelid AND x.indkey = alike.indkey
         JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_namespace n ON n.oid = i.relnamespace
        WHERE x.indisvalid
          -- Those of partitions come and go with the parent's.
          AND NOT i.relispartition)
SELECT 'index' AS object_kind,
       format('%I.%I', extra.nspname, extra.relname) AS object_identity,
       'is the same index as ' || quote_ident((array_agg(kept.relname ORDER BY kept.needed DESC, kept.indexrelid))[1]) AS message,
       'DROP INDEX ' || CASE WHEN extra.relkind = 'I' THEN '' ELSE 'CONCURRENTLY ' END
         || format('%I.%I', extra.nspname, extra.relname) AS cure_sql,
       format('%I.%I', extra.nspname, extra.relname) AS key
  FROM index extra
  JOIN index kept
    ON kept.indrelid = extra.indrelid
   AND kept.shape = extra.shape
   AND kept.indexrelid <> extra.indexrelid
   AND (kept.indisunique OR NOT extra.indisunique)
   -- Of two that could go, the younger one does.
   AND (kept.needed OR kept.indisreplident OR kept.indisunique AND NOT extra.indisunique
        OR kept.indexrelid < extra.indexrelid)
 WHERE NOT extra.needed
   AND NOT extra.indisreplident
 GROUP BY extra.nspname, extra.relname, extra.relkind
