-- title: A function of yours that is marked LEAKPROOF
-- severity: warning
-- why: A leakproof function runs before the conditions of row security and security barriers: what it shows in an error
--   or a side effect is of rows that the caller may not see.
-- cure: Mark it NOT LEAKPROOF; no more than comparisons that can neither fail nor tell should be.
-- reference: https://www.postgresql.org/docs/current/sql-createfunction.html
-- params: schemas
SELECT 'function' AS object_kind,
       p.oid::regprocedure::text AS object_identity,
       'is LEAKPROOF: it sees rows before row security has judged them' AS message,
       'ALTER FUNCTION ' || p.oid::regprocedure::text || ' NOT LEAKPROOF' AS cure_sql,
       p.oid::regprocedure::text AS key
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.proleakproof
   AND n.nspname = ANY ($1::text[])
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
