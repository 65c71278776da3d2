-- title: A constraint whose name the server made up
-- severity: info
-- set: strict
-- why: "orders_check1" in an error tells nobody what is wrong, and may be another one in the next database.
-- cure: Rename it after what it checks.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables
SELECT CASE k.contype WHEN 'f' THEN 'fk constraint' ELSE 'check constraint' END AS object_kind,
       format('%s.%I', t.identity, k.conname) AS object_identity,
       'is a name that the server numbered' AS message,
       format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', t.identity, k.conname,
              left(regexp_replace(k.conname, '\d+$', ''), 40) || '_' || (SELECT string_agg(a.attname, '_' ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey))) AS cure_sql,
       format('%s.%I', t.identity, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND k.contype IN ('c', 'f', 'u')
   AND k.conname ~ '_(check|fkey|key)\d+$'
