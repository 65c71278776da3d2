-- Indexes to think about: never used since the statistics began, invalid, or the same as another. Those that a
-- constraint, a replica identity or a foreign key needs count as used. $1: how many at most.
WITH index AS MATERIALIZED (
       SELECT x.indexrelid, x.indrelid, x.indisvalid, x.indisunique, x.indisreplident, x.indkey,
              n.nspname AS schema, i.relname AS name, c.relname AS "table",
              pg_relation_size(i.oid)::float8 AS bytes,
              coalesce(s.idx_scan, 0)::float8 AS scans,
              coalesce(t.n_tup_ins + t.n_tup_upd - t.n_tup_hot_upd + t.n_tup_del, 0)::float8 AS writes,
              EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid) AS needed,
              EXISTS (SELECT FROM pg_constraint k
                       WHERE k.contype = 'f' AND k.conrelid = x.indrelid
                         AND (x.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey) AS foreign_key,
              EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.oid) AS part,
              concat_ws('/', i.relam, x.indrelid, x.indnkeyatts, x.indkey, x.indclass, x.indcollation, x.indoption,
                        to_jsonb(x) ->> 'indnullsnotdistinct',
                        md5(pg_get_expr(x.indexprs, x.indrelid)), '|', md5(pg_get_expr(x.indpred, x.indrelid))) AS shape
         FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i'
         JOIN pg_class c ON c.oid = x.indrelid
         JOIN pg_namespace n ON n.oid = i.relnamespace
         LEFT JOIN pg_stat_all_indexes s ON s.indexrelid = i.oid
         LEFT JOIN pg_stat_all_tables t ON t.relid = c.oid
        WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgplumb')
          AND c.relpersistence <> 't'
          AND NOT EXISTS (SELECT FROM pg_locks l
                           WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.relation = i.oid))
SELECT format('%I.%I', one.schema, one.name) AS identity,
       format('%I.%I', one.schema, one."table") AS "table",
       one.bytes,
       one.scans,
       one.writes,
       why.problem,
       twin.identity AS twin,
       (SELECT extract(epoch FROM clock_timestamp() - d.stats_reset)::float8
          FROM pg_stat_database d WHERE d.datname = current_database()) AS observed
  FROM index one
  LEFT JOIN LATERAL (
       SELECT format('%I.%I', other.schema, other.name) AS identity
         FROM index other
        WHERE other.shape = one.shape AND other.indexrelid <> one.indexrelid AND other.indisvalid
          AND (other.indisunique OR NOT one.indisunique)
          AND (other.needed OR other.indisunique AND NOT one.indisunique OR other.indexrelid < one.indexrelid)
        ORDER BY other.needed DESC, other.indexrelid
        LIMIT 1) twin ON NOT one.needed AND NOT one.indisreplident
 CROSS JOIN LATERAL (
       SELECT CASE WHEN NOT one.indisvalid THEN 'invalid'
                   WHEN twin.identity IS NOT NULL THEN 'duplicate'
                   WHEN one.scans = 0 AND NOT one.needed AND NOT one.indisunique AND NOT one.indisreplident
                    AND NOT one.foreign_key AND NOT one.part THEN 'unused' END AS problem) why
 WHERE why.problem IS NOT NULL
 ORDER BY array_position(ARRAY['invalid', 'duplicate', 'unused'], why.problem), one.bytes DESC, 1
 LIMIT $1::int
