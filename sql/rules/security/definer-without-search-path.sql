-- title: A security-definer function without a search_path of its own
-- severity: error
-- why: Whoever calls it chooses search_path, and with it which tables and functions it means, with its owner's rights.
-- cure: Set search_path at the function, with pg_temp last.
-- reference: https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
-- params: schemas
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS object_kind,
       p.oid::regprocedure::text AS object_identity,
       'runs with the rights of ' || quote_ident(pg_get_userbyid(p.proowner)) || ', in the search_path of whoever calls it' AS message,
       'ALTER ' || CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || p.oid::regprocedure::text
         || format(' SET search_path = %I, pg_temp', n.nspname) AS cure_sql,
       p.oid::regprocedure::text AS key
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prosecdef
   AND n.nspname = ANY ($1::text[])
   AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS c (entry) WHERE c.entry LIKE 'search_path=%')
   -- BEGIN ATOMIC binds its names when it is made.
   AND to_jsonb(p) ->> 'prosqlbody' IS NULL
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
