-- title: A constraint that was never validated
-- severity: warning
-- why: Rows from before may break it, and the planner does not rely on it.
-- cure: Validate it; that takes no lock that stops writes.
-- reference: https://www.postgresql.org/docs/current/sql-altertable.html
-- params: tables
SELECT CASE k.contype WHEN 'f' THEN 'fk constraint' ELSE 'check constraint' END AS object_kind,
       format('%s.%I', t.identity, k.conname) AS object_identity,
       'is NOT VALID: rows from before it may break it' AS message,
       format('ALTER TABLE %s VALIDATE CONSTRAINT %I', t.identity, k.conname) AS cure_sql,
       format('%s.%I', t.identity, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE NOT k.convalidated
   -- From PostgreSQL 18, one that is not enforced is never valid, and means to be so.
   AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true)
   AND k.conparentid = 0
   AND c.oid IN (SELECT unnest($1::oid[]))
