-- title: A volatile function in a policy
-- severity: warning
-- why: It is called for every row that is read, no index can serve it, and it keeps the query from running in parallel.
-- cure: Mark the function STABLE, if it only reads.
-- reference: https://www.postgresql.org/docs/current/xfunc-volatility.html
-- params: tables
SELECT 'function' AS object_kind,
       f.oid::regprocedure::text AS object_identity,
       'is VOLATILE, and called for every row by ' || string_agg(DISTINCT format('%I of %I.%I', p.polname, n.nspname, c.relname), ', ') AS message,
       'ALTER FUNCTION ' || f.oid::regprocedure::text || ' STABLE' AS cure_sql,
       f.oid::regprocedure::text AS key
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_proc'::regclass
  JOIN pg_proc f ON f.oid = d.refobjid AND f.provolatile = 'v'
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   -- What writes has to be volatile.
   AND f.prosrc !~* '\m(insert\s+into|update|delete\s+from|nextval|set_config|random|clock_timestamp)\M'
 GROUP BY f.oid
