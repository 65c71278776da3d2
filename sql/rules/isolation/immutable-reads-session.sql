-- title: An IMMUTABLE function whose result depends on who asks
-- severity: error
-- why: The planner may run it once and keep the result in a plan: with a prepared statement, for whoever comes next.
-- cure: Mark it STABLE.
-- reference: https://www.postgresql.org/docs/current/xfunc-volatility.html
-- params: schemas
SELECT 'function' AS object_kind,
       p.oid::regprocedure::text AS object_identity,
       'is IMMUTABLE, but reads ' || lower((regexp_match(p.prosrc, w.expression, 'i'))[1]) AS message,
       'ALTER FUNCTION ' || p.oid::regprocedure::text || ' STABLE' AS cure_sql,
       p.oid::regprocedure::text AS key
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql')
 CROSS JOIN (VALUES ('\m(current_setting|current_user|session_user|auth\.uid|auth\.jwt)\M')) AS w (expression)
 WHERE p.provolatile = 'i'
   AND n.nspname = ANY ($1::text[])
   AND p.prosrc ~* w.expression
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
