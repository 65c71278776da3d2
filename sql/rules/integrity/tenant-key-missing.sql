-- title: A tenant's table without a unique key that begins with the tenant
-- severity: info
-- set: strict
-- why: Only such a key can be what a composite foreign key of another tenant's table points at.
-- cure: Add a unique key of the tenant column and the primary key's.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tenant_tables, tenant_column
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has no unique key with ' || quote_ident($2::text) || ' for foreign keys to point at' AS message,
       format('ALTER TABLE %s ADD UNIQUE (%I, %s)', t.identity, $2::text, pk.columns) AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute tenant ON tenant.attrelid = c.oid AND tenant.attname = $2::text AND NOT tenant.attisdropped
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
         FROM pg_index x
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (x.indkey::int2[])
        WHERE x.indrelid = c.oid AND x.indisprimary) pk
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND pk.columns IS NOT NULL
   AND NOT EXISTS (SELECT FROM pg_index x
                    WHERE x.indrelid = c.oid AND x.indisunique AND x.indpred IS NULL
                      AND tenant.attnum = ANY (x.indkey::int2[]))
