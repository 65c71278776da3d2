-- title: A table that the API shows to everyone
-- severity: error
-- set: optional
-- why: What anon and authenticated may reach in the schema public, whoever has the project's public key may.
-- cure: Enable row security, with policies, or revoke the privileges of anon and authenticated.
-- references: https://supabase.com/docs/guides/database/database-advisors
-- params: tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has no row security, and the API may ' || lower(g.privileges) || ' it' AS message,
       'ALTER TABLE ' || t.identity || ' ENABLE ROW LEVEL SECURITY' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT string_agg(DISTINCT p.privilege, ', ') AS privileges
         FROM pg_roles api
        CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p (privilege)
        WHERE api.rolname IN ('anon', 'authenticated') AND has_table_privilege(api.oid, c.oid, p.privilege)) g
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relrowsecurity
   AND g.privileges IS NOT NULL
