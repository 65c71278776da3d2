-- title: A unique key that tells a tenant what another has
-- severity: info
-- set: strict
-- why: Whoever writes a value that another tenant has is told so by the error, whatever the policies.
-- cure: Put the tenant column into the key, unless the value has to be unique among all.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables, tenant_column
SELECT 'index' AS object_kind,
       format('%I.%I', n.nspname, i.relname) AS object_identity,
       'is unique across tenants: ' || k.columns || ' of ' || t.identity || ' tells what other tenants have' AS message,
       CASE WHEN c.relkind = 'r' AND x.indpred IS NULL THEN concat_ws(E';\n',
            CASE WHEN k.name IS NULL THEN 'DROP INDEX ' || format('%I.%I', n.nspname, i.relname)
                 ELSE 'ALTER TABLE ' || t.identity || ' DROP CONSTRAINT ' || quote_ident(k.name) END,
            'ALTER TABLE ' || t.identity || ' ADD UNIQUE (' || quote_ident($2::text) || ', ' || k.columns || ')') END AS cure_sql,
       format('%I.%I', n.nspname, i.relname) AS key
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute tenant ON tenant.attrelid = c.oid AND tenant.attname = $2::text AND NOT tenant.attisdropped
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
              -- Nobody chooses these: a number of a sequence, a random uuid.
              bool_and(a.attidentity <> '' OR a.atttypid = 'uuid'::regtype
                       OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval\(|gen_random|uuid_generate') AS surrogate,
              (SELECT k.conname FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('u', 'p')) AS name,
              (SELECT count(*) FROM pg_constraint k WHERE k.confrelid = c.oid AND k.conindid = x.indexrelid AND k.contype = 'f') AS uses
         FROM pg_attribute a
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum = ANY ((x.indkey::int2[])[0:x.indnkeyatts - 1])) k
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND x.indisunique
   AND NOT x.indisprimary
   AND NOT i.relispartition
   AND x.indexprs IS NULL
   AND NOT tenant.attnum = ANY (x.indkey::int2[])
   AND k.uses = 0
   AND NOT coalesce(k.surrogate, false)
