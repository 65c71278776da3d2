-- title: A security-definer trigger that writes past row security
-- severity: warning
-- set: strict
-- why: It runs as its owner, whom row security does not bind: what it writes to another table may land with any tenant.
-- cure: Let the trigger run as who writes (SECURITY INVOKER), or take the tenant of what it writes from the row.
-- reference: https://www.postgresql.org/docs/current/sql-createtrigger.html
-- params: tenant_tables, tenant_column
WITH f AS (
       SELECT p.oid, p.proowner, p.prosrc, owner.rolsuper, owner.rolbypassrls
         FROM pg_proc p
         JOIN pg_roles owner ON owner.oid = p.proowner
        WHERE p.prosecdef
          AND p.prosrc ~* '\m(insert\s+into|update|delete\s+from)\M'
          AND position($2::text IN p.prosrc) = 0
          AND EXISTS (SELECT FROM pg_trigger g WHERE g.tgfoid = p.oid AND NOT g.tgisinternal)),
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
       'is a trigger that writes to ' || string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname)
         || ' as its owner, whom row security does not bind, and does not mention ' || quote_ident($2::text) AS message,
       'ALTER FUNCTION ' || m.oid::regprocedure::text || ' SECURITY INVOKER' AS cure_sql,
       m.oid::regprocedure::text AS key
  FROM mention m
  JOIN pg_class c ON c.oid = m.relation
  JOIN pg_namespace n ON n.oid = c.relnamespace
 GROUP BY m.oid
