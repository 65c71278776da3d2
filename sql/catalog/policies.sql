-- The policies of the tables $1 (oids) that have row security on, with the condition $2 that a policy of each has to
-- have (or null). $3: the tenant column, or null. $4: the application's roles, or null for not known.
SELECT n.nspname AS schema,
       c.relname AS table,
       format('%I.%I', n.nspname, c.relname) AS identity,
       quote_ident(p.polname) AS name,
       p.polcmd AS command,
       p.polpermissive AS permissive,
       p.polroles::int8[]::text[] AS roles,
       a.attname AS tenant_column,
       scope.test,
       0 = ANY (p.polroles)
         OR $4::text[] IS NULL
         OR EXISTS (SELECT FROM pg_roles app, unnest(p.polroles) AS target (role)
                     WHERE app.rolname = ANY ($4) AND NOT app.rolsuper
                       AND pg_has_role(app.oid, target.role, 'USAGE')) AS for_application,
       pg_get_expr(p.polqual, p.polrelid) AS using,
       pg_get_expr(p.polwithcheck, p.polrelid) AS check
  FROM unnest($1::oid[], $2::text[]) AS scope (oid, test)
  JOIN pg_class c ON c.oid = scope.oid AND c.relrowsecurity
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_policy p ON p.polrelid = c.oid
  LEFT JOIN pg_attribute a
    ON a.attrelid = c.oid AND a.attname = $3::text AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY n.nspname, c.relname, p.polname
