-- The functions of a schema ($1) whose body or settings say its name, however it is quoted there: renaming the schema does
-- not reach into them.
WITH bare AS (SELECT pg_catalog.translate($1, '''"\', '') AS name)
SELECT pg_catalog.pg_get_functiondef(p.oid) AS definition
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 CROSS JOIN bare
 WHERE n.nspname = $1 AND p.prokind IN ('f', 'p')
   AND pg_catalog.strpos(pg_catalog.translate(pg_catalog.concat(p.prosrc, p.proconfig::text), '''"\', ''), bare.name) > 0
 ORDER BY p.oid
