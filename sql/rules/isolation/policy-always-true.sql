-- title: A policy that admits every row
-- severity: error
-- why: Permissive policies are joined by OR: one that is always true makes the others meaningless.
-- cure: Give the policy a condition on the tenant column, or drop it.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tables, tests, tenant_column?, roles?
WITH policy AS (
       SELECT p.*, scope.test, a.attnum AS tenant_attnum, n.nspname, c.relname,
              EXISTS (
                SELECT FROM unnest(ARRAY[pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)]) AS e
                 WHERE e ~ '^\(*true\)*$'
                    OR e ~ '^\((\S+) = \1\)$'
                    OR e ~ ' OR true\)$' OR e ~ '^\(true OR ' OR e ~ ' OR true OR ') AS always_true
         FROM unnest($1::oid[], $2::text[]) AS scope (oid, test)
         JOIN pg_class c ON c.oid = scope.oid AND c.relrowsecurity
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_policy p ON p.polrelid = c.oid
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $3::text AND NOT a.attisdropped)
SELECT 'policy' AS object_kind,
       format('%I ON %I.%I', p.polname, p.nspname, p.relname) AS object_identity,
       'the policy admits every row: '
         || concat_ws(' ', 'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                           'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS message,
       format('ALTER POLICY %I ON %I.%I', p.polname, p.nspname, p.relname)
         || CASE WHEN p.polqual IS NULL THEN '' ELSE ' USING (' || p.test || ')' END
         || CASE WHEN p.polwithcheck IS NULL THEN '' ELSE ' WITH CHECK (' || p.test || ')' END AS cure_sql,
       format('%I.%I.%I', p.nspname, p.relname, p.polname) AS key
  FROM policy p
 WHERE p.always_true
   AND p.polpermissive
   -- What everyone may read is a choice where there are no tenants.
   AND ($3::text IS NOT NULL OR p.polcmd <> 'r')
   AND (0 = ANY (p.polroles)
        OR $4::text[] IS NULL
        OR EXISTS (SELECT FROM pg_roles app, unnest(p.polroles) AS target (role)
                    WHERE app.rolname = ANY ($4) AND NOT app.rolsuper
                      AND pg_has_role(app.oid, target.role, 'USAGE')))
   -- A restrictive policy on the tenant column, for the same command and roles, holds whatever this one admits.
   AND NOT EXISTS (
         SELECT FROM pg_policy guard
          WHERE guard.polrelid = p.polrelid
            AND NOT guard.polpermissive
            AND guard.polcmd IN ('*', p.polcmd)
            AND (0 = ANY (guard.polroles) OR guard.polroles @> p.polroles)
            AND concat(guard.polqual::text, guard.polwithcheck::text)
                ~ (':varno 1 :varattno ' || p.tenant_attnum || ' :')
            AND NOT EXISTS (SELECT FROM policy hollow WHERE hollow.oid = guard.oid AND hollow.always_true))
