-- title: A policy that does not look at the tenant column
-- severity: error
-- why: Whoever fulfils its condition reaches the rows of every tenant.
-- cure: Add a condition on the tenant column, or make the policy restrictive beside one that has it.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tables, tests, tenant_column, roles?
WITH policy AS (
       SELECT p.*, scope.test, n.nspname, c.relname,
              ':varno 1 :varattno ' || a.attnum || ' :' AS reads_tenant
         FROM unnest($1::oid[], $2::text[]) AS scope (oid, test)
         JOIN pg_class c ON c.oid = scope.oid AND c.relrowsecurity
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_policy p ON p.polrelid = c.oid
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $3::text AND NOT a.attisdropped)
SELECT 'policy' AS object_kind,
       format('%I ON %I.%I', p.polname, p.nspname, p.relname) AS object_identity,
       string_agg(e.clause || ' (' || e.text || ')', ' ' ORDER BY e.clause) || ' does not look at '
         || quote_ident($3::text) || ': whoever fulfils it reaches every tenant' AS message,
       format('ALTER POLICY %I ON %I.%I ', p.polname, p.nspname, p.relname)
         || string_agg(e.clause || ' ((' || e.text || ') AND ' || p.test || ')', ' ' ORDER BY e.clause) AS cure_sql,
       format('%I.%I.%I', p.nspname, p.relname, p.polname) AS key
  FROM policy p
 CROSS JOIN LATERAL (
       VALUES ('USING', p.polqual, pg_get_expr(p.polqual, p.polrelid)),
              ('WITH CHECK', p.polwithcheck, pg_get_expr(p.polwithcheck, p.polrelid))) AS e (clause, tree, text)
 WHERE p.polpermissive
   AND e.text IS NOT NULL
   AND e.tree::text !~ p.reads_tenant
   -- Always true is a finding of its own; always false admits nothing.
   AND e.text !~ '^\(*(true|false)\)*$' AND e.text !~ '^\((\S+) = \1\)$'
   AND (0 = ANY (p.polroles)
        OR $4::text[] IS NULL
        OR EXISTS (SELECT FROM pg_roles app, unnest(p.polroles) AS target (role)
                    WHERE app.rolname = ANY ($4) AND NOT app.rolsuper
                      AND pg_has_role(app.oid, target.role, 'USAGE')))
   AND NOT EXISTS (
         SELECT FROM pg_policy guard
          WHERE guard.polrelid = p.polrelid
            AND NOT guard.polpermissive
            AND guard.polcmd IN ('*', p.polcmd)
            AND (0 = ANY (guard.polroles) OR guard.polroles @> p.polroles)
            AND concat(guard.polqual::text, guard.polwithcheck::text) ~ p.reads_tenant)
 GROUP BY p.polname, p.nspname, p.relname, p.polqual::text, p.polwithcheck::text
