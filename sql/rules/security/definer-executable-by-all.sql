-- title: A security-definer function that everyone may call
-- severity: info
-- set: strict
-- why: New functions may be called by PUBLIC unless that is revoked; this one gives every caller its owner's rights.
-- cure: Revoke EXECUTE from PUBLIC, and grant it to the roles that need it.
-- reference: https://www.postgresql.org/docs/current/ddl-priv.html
-- params: schemas
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS object_kind,
       p.oid::regprocedure::text AS object_identity,
       'everyone may call it, with the rights of ' || quote_ident(pg_get_userbyid(p.proowner)) AS message,
       'REVOKE EXECUTE ON ' || CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END
         || p.oid::regprocedure::text || ' FROM PUBLIC' AS cure_sql,
       p.oid::regprocedure::text AS key
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prosecdef
   AND n.nspname = ANY ($1::text[])
   -- Nobody can call a trigger's function.
   AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
   AND (p.proacl IS NULL
        OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE'))
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
