-- title: Rows that are only marked as deleted, and no index without them
-- severity: info
-- set: strict
-- why: Each query asks for those that are not deleted; a partial index holds only these, and says so to the planner.
-- cure: Make the index that is most used a partial one.
-- reference: https://www.postgresql.org/docs/current/indexes-partial.html
-- params: tables, soft_delete_columns
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has ' || quote_ident(a.attname) || ', but no index of the rows that are not deleted' AS message,
       'CREATE INDEX ' || CASE WHEN c.relkind = 'p' THEN '' ELSE 'CONCURRENTLY ' END || 'ON ' || t.identity || ' (' || pk.columns || ') WHERE '
         || quote_ident(a.attname) || CASE a.atttypid WHEN 'bool'::regtype THEN '' ELSE ' IS NULL' END AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN LATERAL (
       SELECT a.attname, a.attnum, a.atttypid
         FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = ANY ($2::text[]) AND NOT a.attisdropped
        ORDER BY a.attnum LIMIT 1) a ON true
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(k.attname), ', ' ORDER BY k.attnum) AS columns
         FROM pg_index x
         JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY (x.indkey::int2[])
        WHERE x.indrelid = c.oid AND x.indisprimary) pk
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_index x
                    WHERE x.indrelid = c.oid AND x.indisvalid
                      AND (a.attnum = ANY (x.indkey::int2[])
                           OR pg_get_expr(x.indpred, x.indrelid) ~ ('\m' || a.attname || '\M')))
