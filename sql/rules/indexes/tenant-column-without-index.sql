-- title: A tenant's table without an index that begins with the tenant
-- severity: warning
-- why: Every query asks for one tenant's rows, row security sees to that: without such an index it reads all of them.
-- cure: Create an index that begins with the tenant column.
-- reference: https://www.postgresql.org/docs/current/indexes.html
-- params: tenant_tables, tenant_column
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'no index begins with ' || quote_ident(a.attname) AS message,
       'CREATE INDEX ' || CASE WHEN c.relkind = 'p' THEN '' ELSE 'CONCURRENTLY ' END
         || format('ON %s (%I)', t.identity, a.attname) AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $2::text AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_index x
                    WHERE x.indrelid = c.oid AND x.indisvalid AND x.indkey[0] = a.attnum
                      AND (x.indpred IS NULL
                           OR pg_get_expr(x.indpred, x.indrelid) = '(' || quote_ident(a.attname) || ' IS NOT NULL)'))
   -- A foreign key without an index is a finding of its own, with the same cure.
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum])
