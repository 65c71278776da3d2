-- title: A materialized view or foreign table in the API
-- severity: warning
-- set: optional
-- why: Neither can have row security, and the API shows all of it.
-- cure: Revoke it from anon and authenticated, or move it to another schema.
-- references: https://supabase.com/docs/guides/database/database-advisors
-- params: schemas
SELECT CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END AS object_kind,
       t.identity AS object_identity,
       'can have no row security, and the API may read it' AS message,
       'REVOKE ALL ON ' || t.identity || ' FROM anon, authenticated' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.relkind IN ('m', 'f')
   AND n.nspname = ANY ($1::text[])
   AND EXISTS (SELECT FROM pg_roles api
                WHERE api.rolname IN ('anon', 'authenticated') AND has_table_privilege(api.oid, c.oid, 'SELECT'))
