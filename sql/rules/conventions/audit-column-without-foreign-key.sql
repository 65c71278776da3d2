-- title: A column of who did it that points at nobody
-- severity: info
-- set: strict
-- why: Nothing keeps it from naming a user who never was.
-- cure: Add a foreign key to the table of the users.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'points at no user' AS message,
       NULL AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname IN ('created_by', 'updated_by', 'deleted_by')
   AND a.atttypid IN ('int4'::regtype, 'int8'::regtype, 'uuid'::regtype)
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))
