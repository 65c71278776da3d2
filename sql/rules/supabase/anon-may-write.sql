-- title: A policy by which anyone may write
-- severity: warning
-- set: optional
-- why: anon is whoever has the project's public key, which is in every browser.
-- cure: Let the policy be for authenticated.
-- references: https://supabase.com/docs/guides/database/database-advisors
-- params: tables
SELECT 'policy' AS object_kind,
       format('%I ON %I.%I', p.polname, n.nspname, c.relname) AS object_identity,
       'lets anon ' || CASE p.polcmd WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'write' END AS message,
       format('ALTER POLICY %I ON %I.%I TO authenticated', p.polname, n.nspname, c.relname) AS cure_sql,
       format('%I.%I.%I', n.nspname, c.relname, p.polname) AS key
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid AND c.relrowsecurity
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
  JOIN pg_roles anon ON anon.rolname = 'anon'
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND p.polpermissive
   AND p.polcmd <> 'r'
   AND p.polroles && ARRAY[0::oid, anon.oid]
   AND has_table_privilege(anon.oid, c.oid, 'INSERT, UPDATE, DELETE')
   -- A condition on who is signed in admits no anon.
   AND concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) !~ 'auth\.(uid|jwt|role|email)\(|current_setting\('
