-- title: Custom fields without a GIN index
-- severity: info
-- set: strict
-- why: A query for one of the fields, custom_fields @> '{"priority": "high"}', reads the whole table without one.
-- cure: Create a GIN index on the column.
-- reference: https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING
-- params: tables, custom_fields_columns
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'has no GIN index: a query for a field reads the whole table' AS message,
       'CREATE INDEX ' || CASE WHEN c.relkind = 'p' THEN '' ELSE 'CONCURRENTLY ' END
         || format('ON %s USING gin (%I jsonb_path_ops)', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a
    ON a.attrelid = c.oid AND a.attname = ANY ($2::text[]) AND NOT a.attisdropped AND a.atttypid = 'jsonb'::regtype
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_index x
                     JOIN pg_class i ON i.oid = x.indexrelid
                     JOIN pg_am am ON am.oid = i.relam AND am.amname = 'gin'
                    WHERE x.indrelid = c.oid AND x.indisvalid AND a.attnum = ANY (x.indkey::int2[]))
