-- title: A tenant column that points at no tenant
-- severity: warning
-- why: Rows of tenants that do not exist, or do no more, stay unnoticed.
-- cure: Add a foreign key to the table of the tenants, or one with the tenant column to a table that has it.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tenant_tables, tenant_column, registry
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'no foreign key leads to ' || r.identity AS message,
       format('ALTER TABLE %s ADD FOREIGN KEY (%I) REFERENCES %s', t.identity, a.attname, r.identity) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $2::text AND NOT a.attisdropped
  JOIN (SELECT rc.oid, format('%I.%I', rn.nspname, rc.relname) AS identity
          FROM pg_class rc
          JOIN pg_namespace rn ON rn.oid = rc.relnamespace
         WHERE rc.relkind IN ('r', 'p')
           AND $3::text IN (rn.nspname || '.' || rc.relname, CASE rn.nspname WHEN 'public' THEN rc.relname END)) r
    ON r.oid <> c.oid
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_constraint k
                    WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)
                      AND (k.confrelid = r.oid OR k.confrelid IN (SELECT unnest($1::oid[]))))
