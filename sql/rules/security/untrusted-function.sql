-- title: A function in an untrusted language that others may call
-- severity: warning
-- why: A language such as C or plpython3u is bound by no privileges: what the function does, it does as the server's user.
-- cure: Revoke EXECUTE from PUBLIC, and grant it to the roles that need it.
-- reference: https://www.postgresql.org/docs/current/sql-createlanguage.html
-- params: schemas
SELECT 'function' AS object_kind,
       p.oid::regprocedure::text AS object_identity,
       'is written in ' || quote_ident(l.lanname) || ', which nothing confines, and everyone may call it' AS message,
       'REVOKE EXECUTE ON ' || CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END
         || p.oid::regprocedure::text || ' FROM PUBLIC' AS cure_sql,
       p.oid::regprocedure::text AS key
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang AND NOT l.lanpltrusted AND l.lanname <> 'sql'
 WHERE n.nspname = ANY ($1::text[])
   -- An aggregate is written in no language of its own.
   AND p.prokind IN ('f', 'p')
   AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
   AND (p.proacl IS NULL
        OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE'))
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
