-- title: A flag of what is deleted that may be null
-- severity: info
-- set: strict
-- why: WHERE is_active then leaves out the rows that never were given a value, and so does NOT is_active.
-- cure: Give it a default, and set NOT NULL.
-- reference: https://wiki.postgresql.org/wiki/Don%27t_Do_This
-- params: tables, soft_delete_columns
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'may be null: such a row is neither deleted nor not' AS message,
       format(E'UPDATE %s SET %I = true WHERE %2$I IS NULL;\nALTER TABLE %1$s ALTER COLUMN %2$I SET DEFAULT true, ALTER COLUMN %2$I SET NOT NULL', t.identity, a.attname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.attname = ANY ($2::text[])
   AND a.atttypid = 'bool'::regtype
   AND NOT a.attnotnull
