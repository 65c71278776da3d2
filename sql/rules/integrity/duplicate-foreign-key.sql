-- title: Two foreign keys that are the same
-- severity: warning
-- why: Each write is checked twice; where their actions differ, which one holds is chance.
-- cure: Drop one.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables
SELECT 'fk constraint' AS object_kind,
       format('%s.%I', t.identity, k.conname) AS object_identity,
       'is the same foreign key as ' || quote_ident(kept.conname) AS message,
       format('ALTER TABLE %s DROP CONSTRAINT %I', t.identity, k.conname) AS cure_sql,
       format('%s.%I', t.identity, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT o.conname
         FROM pg_constraint o
        WHERE o.conrelid = k.conrelid AND o.contype = 'f' AND o.oid < k.oid
          AND o.confrelid = k.confrelid AND o.conkey = k.conkey AND o.confkey = k.confkey
        ORDER BY o.oid
        LIMIT 1) kept
 WHERE k.contype = 'f'
   AND k.conparentid = 0
   AND c.oid IN (SELECT unnest($1::oid[]))
