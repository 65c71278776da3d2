-- The functions of a schema ($1) whose body or settings say its name: renaming the schema does not reach into them.
SELECT pg_catalog.pg_get_functiondef(p.oid) AS definition
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = $1 AND p.prokind IN ('f', 'p')
   AND (pg_catalog.strpos(coalesce(p.prosrc, ''), $1) > 0 OR pg_catalog.strpos(coalesce(p.proconfig::text, ''), $1) > 0)
 ORDER BY p.oid
