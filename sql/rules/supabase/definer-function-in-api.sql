-- title: A security-definer function that the API may call
-- severity: warning
-- set: optional
-- why: Whoever has the project's public key calls it, and it runs with its owner's rights, past row security.
-- cure: Revoke EXECUTE from PUBLIC and anon, or make it SECURITY INVOKER.
-- references: https://supabase.com/docs/guides/database/database-advisors
-- params: schemas
SELECT 'function' AS object_kind,
       p.oid::regprocedure::text AS object_identity,
       'anon may call it, with the rights of ' || quote_ident(pg_get_userbyid(p.proowner)) AS message,
       'REVOKE EXECUTE ON FUNCTION ' || p.oid::regprocedure::text || ' FROM PUBLIC, anon' AS cure_sql,
       p.oid::regprocedure::text AS key
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname = 'public'
  JOIN pg_roles anon ON anon.rolname = 'anon'
 WHERE p.prosecdef
   AND p.prokind = 'f'
   AND n.nspname = ANY ($1::text[])
   AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
   AND has_function_privilege(anon.oid, p.oid, 'EXECUTE')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
