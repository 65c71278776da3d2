-- title: A status that may hold any text
-- severity: warning
-- set: strict
-- why: A misspelt status is a row that no query finds.
-- cure: Add a CHECK with the values there are, or make it an enum or a foreign key.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is ' || format_type(a.atttypid, a.atttypmod) || ', and nothing says which values it may have' AS message,
       NULL AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname ~ '(^|_)(status|stage|role)$'
   AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)
   AND a.attgenerated = ''
   AND NOT EXISTS (SELECT FROM pg_constraint k
                    WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f') AND a.attnum = ANY (k.conkey))
