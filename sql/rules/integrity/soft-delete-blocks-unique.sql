-- title: A unique key that deleted rows still hold
-- severity: info
-- set: strict
-- why: A row that is only marked as deleted keeps its value: whoever was deleted can never be made again.
-- cure: Make the key a unique index of the rows that are not deleted.
-- reference: https://www.postgresql.org/docs/current/indexes-partial.html
-- params: tables, soft_delete_columns
SELECT 'index' AS object_kind,
       format('%I.%I', n.nspname, i.relname) AS object_identity,
       'also holds the rows that ' || quote_ident(a.attname) || ' marks as deleted' AS message,
       CASE WHEN k.conname IS NULL
            THEN format(E'DROP INDEX %I.%I;\n', n.nspname, i.relname)
            ELSE format(E'ALTER TABLE %s DROP CONSTRAINT %I;\n', t.identity, k.conname) END
         || regexp_replace(pg_get_indexdef(x.indexrelid), ' INCLUDE .*', '')
         || CASE WHEN a.atttypid = 'bool'::regtype THEN format(' WHERE %I', a.attname) ELSE format(' WHERE %I IS NULL', a.attname) END AS cure_sql,
       format('%I.%I', n.nspname, i.relname) AS key
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN LATERAL (
       SELECT a.attname, a.attnum, a.atttypid
         FROM pg_attribute a
        WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attname = ANY ($2::text[])
        ORDER BY a.attnum LIMIT 1) a ON true
  LEFT JOIN pg_constraint k ON k.conindid = x.indexrelid AND k.contype = 'u'
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND c.relkind = 'r'
   AND x.indisunique AND NOT x.indisprimary
   AND x.indpred IS NULL
   AND NOT a.attnum = ANY (x.indkey::int2[])
   AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = x.indexrelid)
   -- Nobody makes the same uuid or number twice.
   AND EXISTS (SELECT FROM pg_attribute v
                WHERE v.attrelid = c.oid AND v.attnum = ANY (x.indkey::int2[])
                  AND v.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype))
