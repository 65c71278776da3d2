-- Row security as it is, of those tables of $1 (oids) that have the tenant column $2, row security on, or policies.
-- $3: the setting that holds the tenant, or null. $4: the application's roles, or null.
SELECT c.oid::int8::text AS oid,
       n.nspname AS schema,
       c.relname AS table,
       CASE WHEN c.relispartition THEN 'partition' WHEN c.relkind = 'p' THEN 'partitioned table' ELSE 'table' END AS kind,
       (SELECT format('%I.%I', pn.nspname, p.relname)
          FROM pg_inherits i
          JOIN pg_class p ON p.oid = i.inhparent
          JOIN pg_namespace pn ON pn.oid = p.relnamespace
         WHERE i.inhrelid = c.oid
         ORDER BY i.inhseqno
         LIMIT 1) AS parent,
       pg_get_userbyid(c.relowner) AS owner,
       c.relrowsecurity AS enabled,
       c.relforcerowsecurity AS forced,
       -- A setting that was once set locally is '' afterwards, not null: no row may match that either.
       CASE WHEN $3::text IS NOT NULL AND a.attname IS NOT NULL
            THEN format('%I = (SELECT nullif(current_setting(%L, true), '''')::%s)',
                        a.attname, $3::text, format_type(a.atttypid, NULL)) END AS test,
       coalesce(policies.list, '[]') AS policies,
       coalesce(reach.list, '[]') AS roles
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a
    ON a.attrelid = c.oid AND a.attname = $2::text AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'name', p.polname,
                'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                                         WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                'permissive', p.polpermissive,
                'roles', (SELECT jsonb_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END)
                            FROM unnest(p.polroles) r),
                'using', pg_get_expr(p.polqual, p.polrelid),
                'check', pg_get_expr(p.polwithcheck, p.polrelid)) ORDER BY p.polname) AS list
         FROM pg_policy p
        WHERE p.polrelid = c.oid) policies ON true
 LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'role', app.rolname,
                'exempt', app.rolsuper OR app.rolbypassrls
                          OR NOT c.relforcerowsecurity AND pg_has_role(app.oid, c.relowner, 'USAGE'),
                'granted', (SELECT coalesce(jsonb_agg(command), '[]')
                              FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS command
                             WHERE has_table_privilege(app.oid, c.oid, command)),
                'policies', (SELECT coalesce(jsonb_agg(
                                      CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                                                    WHEN 'd' THEN 'DELETE' ELSE 'ALL' END), '[]')
                               FROM pg_policy p
                              WHERE p.polrelid = c.oid
                                AND p.polpermissive
                                AND EXISTS (SELECT FROM unnest(p.polroles) AS target (role)
                                             WHERE target.role = 0 OR pg_has_role(app.oid, target.role, 'USAGE'))))
                ORDER BY app.rolname) AS list
         FROM pg_roles app
        WHERE app.rolname = ANY ($4::text[])) reach ON true
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND (a.attname IS NOT NULL OR c.relrowsecurity OR policies.list IS NOT NULL)
 ORDER BY n.nspname, c.relname
