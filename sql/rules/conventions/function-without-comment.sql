-- title: A function that nobody says anything about
-- severity: info
-- set: strict
-- why: Logic in the database is found by whoever looks there; without a word about it, by nobody who has to.
-- cure: Add a comment.
-- reference: https://www.postgresql.org/docs/current/sql-comment.html
-- params: schemas
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS object_kind,
       p.oid::regprocedure::text AS object_identity,
       'has no comment' AS message,
       NULL AS cure_sql,
       p.oid::regprocedure::text AS key
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname = ANY ($1::text[])
   -- A trigger says what it is for by where it is.
   AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
   AND obj_description(p.oid, 'pg_proc') IS NULL
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
