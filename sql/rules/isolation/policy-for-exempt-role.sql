-- title: A policy for roles that row security does not bind
-- severity: info
-- set: strict
-- why: Superusers and roles with BYPASSRLS pass every policy by: this one does nothing.
-- cure: Drop the policy, or name the role that it is meant for.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables
SELECT 'policy' AS object_kind,
       format('%I ON %I.%I', p.polname, n.nspname, c.relname) AS object_identity,
       'is only for ' || (SELECT string_agg(quote_ident(r.rolname), ', ') FROM pg_roles r WHERE r.oid = ANY (p.polroles))
         || ', whom row security does not bind' AS message,
       format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) AS cure_sql,
       format('%I.%I.%I', n.nspname, c.relname, p.polname) AS key
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND c.relrowsecurity
   AND NOT EXISTS (SELECT FROM unnest(p.polroles) AS target (role)
                     LEFT JOIN pg_roles r ON r.oid = target.role
                    WHERE r.oid IS NULL OR NOT r.rolsuper AND NOT r.rolbypassrls)
