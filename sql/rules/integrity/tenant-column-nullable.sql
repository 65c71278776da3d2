-- title: A tenant column that may be null
-- severity: warning
-- why: A row without a tenant is nobody's: no policy shows it, and no foreign key with the tenant in it checks it.
-- cure: Set NOT NULL, after giving such rows a tenant.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tenant_tables, tenant_column
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'may be null: such a row belongs to no tenant' AS message,
       format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $2::text AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT a.attnotnull
   -- Where a policy speaks of rows without a tenant, they are meant to be for all.
   AND NOT EXISTS (SELECT FROM pg_policy p
                    WHERE p.polrelid = c.oid
                      AND concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
                          ~ ('\m' || quote_ident(a.attname) || ' IS (NULL|DISTINCT)'))
   -- What outlives its tenant is left without one on purpose.
   AND NOT EXISTS (SELECT FROM pg_constraint k
                    WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum] AND k.confdeltype = 'n')
