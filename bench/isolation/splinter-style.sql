-- What the security lints of splinter look at, put for any schema. $1: the application's role; $2: the tenant columns.
WITH tables AS (
  SELECT c.* FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
), granted AS (
  SELECT c.oid FROM pg_class c WHERE has_table_privilege($1::name, c.oid, 'SELECT, INSERT, UPDATE, DELETE')
)
SELECT 'policy_exists_rls_disabled' AS rule, oid::regclass::text AS object FROM tables WHERE NOT relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = tables.oid)
UNION ALL SELECT 'rls_disabled', oid::regclass::text FROM tables WHERE NOT relrowsecurity AND oid IN (SELECT oid FROM granted)
UNION ALL SELECT 'rls_enabled_no_policy', oid::regclass::text FROM tables WHERE relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = tables.oid)
UNION ALL SELECT 'security_definer_view', c.oid::regclass::text FROM pg_class c JOIN granted USING (oid)
  WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace AND NOT coalesce(c.reloptions::text[] && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
UNION ALL SELECT 'materialized_view_granted', c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'm' AND has_table_privilege($1::name, c.oid, 'SELECT')
UNION ALL SELECT 'definer_function_executable', p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype AND has_function_privilege($1::name, p.oid, 'EXECUTE')
UNION ALL SELECT 'policy_always_true', polname || ' ' || polrelid::regclass FROM pg_policy
  WHERE polpermissive AND polcmd <> 'r' AND (coalesce(pg_get_expr(polqual, polrelid), 'true') = 'true' AND polcmd IN ('w', 'd', '*') OR coalesce(pg_get_expr(polwithcheck, polrelid), CASE WHEN polcmd = 'a' THEN 'true' END) = 'true')
UNION ALL SELECT 'foreign_table_granted', c.oid::regclass::text FROM pg_class c JOIN granted USING (oid) WHERE c.relkind = 'f'
UNION ALL SELECT 'user_writable_claim', polname || ' ' || polrelid::regclass FROM pg_policy WHERE concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) ~ 'user_metadata'
  AND cardinality($2::text[]) >= 0
