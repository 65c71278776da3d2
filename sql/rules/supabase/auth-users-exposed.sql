-- title: A view of auth.users in the schema of the API
-- severity: error
-- set: optional
-- why: It shows everyone's addresses and tokens to whoever may read it, with its owner's rights.
-- cure: Revoke it from anon and authenticated; show a table of profiles instead.
-- references: https://supabase.com/docs/guides/database/database-advisors
-- params: schemas
SELECT 'view' AS object_kind,
       t.identity AS object_identity,
       'reads auth.users, and the API may read it' AS message,
       'REVOKE ALL ON ' || t.identity || ' FROM anon, authenticated' AS cure_sql,
       t.identity AS key
  FROM pg_class v
  JOIN pg_namespace n ON n.oid = v.relnamespace AND n.nspname = 'public'
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, v.relname) AS identity) t
  JOIN pg_rewrite r ON r.ev_class = v.oid
 WHERE v.relkind IN ('v', 'm')
   AND n.nspname = ANY ($1::text[])
   AND EXISTS (SELECT FROM pg_depend d
                WHERE d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass('auth.users'))
   AND EXISTS (SELECT FROM pg_roles api
                WHERE api.rolname IN ('anon', 'authenticated') AND has_table_privilege(api.oid, v.oid, 'SELECT'))
