-- What the catalog and expression rules of pgrls look at, as queries. $1: the application's role; $2: the tenant columns.
WITH tables AS (
  SELECT c.*, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = ANY ($2::text[])) AS tenant
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
), granted AS (
  SELECT c.oid FROM pg_class c WHERE has_any_column_privilege($1::name, c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege($1::name, c.oid, 'DELETE')
), policies AS (
  SELECT p.*, coalesce(pg_get_expr(polqual, polrelid), '') AS qual, coalesce(pg_get_expr(polwithcheck, polrelid), '') AS checks,
         polname || ' ' || polrelid::regclass AS object
    FROM pg_policy p
   WHERE 0 = ANY (polroles) OR EXISTS (SELECT FROM unnest(polroles) r WHERE r <> 0 AND pg_has_role($1::name, r, 'USAGE'))
)
SELECT 'rls_disabled' AS rule, oid::regclass::text AS object FROM tables WHERE NOT relrowsecurity AND oid IN (SELECT oid FROM granted) AND (tenant OR EXISTS (SELECT FROM pg_policy WHERE polrelid = tables.oid))
UNION ALL SELECT 'rls_not_forced_owner', oid::regclass::text FROM tables WHERE pg_has_role($1::name, relowner, 'MEMBER')
UNION ALL SELECT 'bypassrls', rolname FROM pg_roles r WHERE (rolbypassrls OR rolsuper) AND pg_has_role($1::name, r.oid, 'MEMBER')
UNION ALL SELECT 'rls_without_policy', oid::regclass::text FROM tables WHERE relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = tables.oid AND polpermissive)
UNION ALL SELECT 'child_reachable', i.inhrelid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN granted ON granted.oid = c.oid WHERE NOT c.relrowsecurity
UNION ALL SELECT 'constant_true', object FROM policies WHERE polpermissive AND (qual = 'true' OR checks = 'true')
UNION ALL SELECT 'or_true', object FROM policies WHERE qual ~* '\mOR true\M|\mtrue OR\M'
UNION ALL SELECT 'tautology', object FROM policies WHERE qual ~ '\((\w+) = \1\)'
UNION ALL SELECT 'check_drops_scope', object FROM policies WHERE polcmd IN ('*', 'w') AND checks <> '' AND checks !~ array_to_string($2::text[], '|')
UNION ALL SELECT 'no_tenant_column', object FROM policies p JOIN tables t ON t.oid = p.polrelid AND t.tenant WHERE polpermissive AND concat(qual, checks) <> '' AND concat(qual, checks) !~ array_to_string($2::text[], '|')
UNION ALL SELECT 'fail_open_null', object FROM policies WHERE qual ~* '(current_setting|uid)\([^)]*\)+ IS NULL'
UNION ALL SELECT 'coalesced_with_column', object FROM policies WHERE qual ~* 'coalesce\(.*current_setting.*, (tenant_id|workspace_id)\)'
UNION ALL SELECT 'pattern_match', object FROM policies WHERE qual ~ '~~|starts_with|left\("?|"left"\(|"right"\('
UNION ALL SELECT 'strict_setting', object FROM policies WHERE qual ~ 'current_setting\(''[^'']+''::text\)'
UNION ALL SELECT 'nullable_tenant', t.oid::regclass::text FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = ANY ($2::text[]) WHERE NOT a.attnotnull
UNION ALL SELECT 'unbound_exists', object FROM policies WHERE qual ~ 'EXISTS' AND qual !~ '\.\w+ = \w*\.?(id|\w+_id)\M.*AND|\w+_id = '
UNION ALL SELECT 'view_owner_rights', c.oid::regclass::text FROM pg_class c JOIN granted USING (oid)
  WHERE c.relkind = 'v' AND c.relnamespace = 'public'::regnamespace AND NOT coalesce(c.reloptions::text[] && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
UNION ALL SELECT 'materialized_view', c.oid::regclass::text FROM pg_class c JOIN granted USING (oid) WHERE c.relkind = 'm'
UNION ALL SELECT 'definer_function', p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype AND has_function_privilege($1::name, p.oid, 'EXECUTE')
UNION ALL SELECT 'definer_search_path', p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND NOT coalesce(p.proconfig::text ~ 'search_path', false)
UNION ALL SELECT 'trigger_side_path', t.tgname || ' ' || t.tgrelid::regclass FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND p.prosecdef
UNION ALL SELECT 'existence_oracle', i.indexrelid::regclass::text FROM pg_index i JOIN tables t ON t.oid = i.indrelid AND t.tenant
  WHERE i.indisunique AND NOT i.indisprimary AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = ANY ($2::text[]) AND a.attnum = ANY (i.indkey::int2[]))
UNION ALL SELECT 'reference_oracle', c.conname::text FROM pg_constraint c JOIN tables f ON f.oid = c.conrelid AND f.tenant JOIN tables t ON t.oid = c.confrelid AND t.tenant
  WHERE c.contype = 'f' AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = ANY ($2::text[]) AND a.attnum = ANY (c.conkey))
UNION ALL SELECT 'policy_reads_open_table', p.object FROM policies p JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass
  JOIN tables t ON t.oid = d.refobjid WHERE NOT t.relrowsecurity AND d.refobjid <> p.polrelid
