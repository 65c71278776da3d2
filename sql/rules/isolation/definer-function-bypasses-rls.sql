-- title: A security-definer function that reads past row security
-- severity: warning
-- why: It runs as its owner, whom row security does not bind, and its text names neither the tenant column nor the
--   tenant's setting: whoever may call it reaches every tenant.
-- cure: Filter by the tenant's setting in the function, make it SECURITY INVOKER, or let nobody but an operator call it.
-- reference: https://www.postgresql.org/docs/current/sql-createfunction.html
-- params: tenant_tables, tenant_column?, setting?, roles?
WITH f AS (
       SELECT p.oid, p.proowner, p.prosrc, owner.rolsuper, owner.rolbypassrls
         FROM pg_proc p
         JOIN pg_namespace n ON n.oid = p.pronamespace
         JOIN pg_roles owner ON owner.oid = p.proowner
        WHERE p.prosecdef
          AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
          AND position(coalesce($2::text, ' ') IN p.prosrc) * (CASE WHEN $2::text IS NULL THEN 0 ELSE 1 END) = 0
          AND p.prosrc !~* 'current_setting\s*\(|\mauth\.(uid|jwt|role)\('
          AND position(coalesce($3::text, E'\n\n\n') IN p.prosrc) = 0
          AND CASE WHEN $4::text[] IS NULL
                   THEN p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner)
                   ELSE EXISTS (SELECT FROM pg_roles app
                                 WHERE app.rolname = ANY ($4) AND has_function_privilege(app.oid, p.oid, 'EXECUTE')) END),
     -- What a body names after FROM, INTO and their like; a name without a schema is one of the function's schema, or any.
     mention AS (
       SELECT DISTINCT f.oid, c.oid AS relation
         FROM f
        CROSS JOIN LATERAL regexp_matches(f.prosrc, '\m(?:from|join|into|update|only)\s+([\w."]+)', 'gi') AS m (word)
        CROSS JOIN LATERAL (SELECT lower(replace(m.word[1], '"', '')) AS name) w
         JOIN pg_class c ON c.relname = split_part(w.name, '.', CASE WHEN w.name LIKE '%.%' THEN 2 ELSE 1 END)
         JOIN pg_namespace n ON n.oid = c.relnamespace AND (w.name NOT LIKE '%.%' OR n.nspname = split_part(w.name, '.', 1))
        WHERE c.oid IN (SELECT unnest($1::oid[]))
          AND c.relrowsecurity
          AND (f.rolsuper OR f.rolbypassrls
               OR NOT c.relforcerowsecurity AND pg_has_role(f.proowner, c.relowner, 'USAGE')))
SELECT 'function' AS object_kind,
       m.oid::regprocedure::text AS object_identity,
       'reads ' || string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname)
         || ' as its owner, whom row security does not bind, and filters by no tenant' AS message,
       'ALTER FUNCTION ' || m.oid::regprocedure::text || ' SECURITY INVOKER' AS cure_sql,
       m.oid::regprocedure::text AS key
  FROM mention m
  JOIN pg_class c ON c.oid = m.relation
  JOIN pg_namespace n ON n.oid = c.relnamespace
 GROUP BY m.oid
