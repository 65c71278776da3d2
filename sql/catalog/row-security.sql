-- Row security as it is, of the tables $1 (oids) that have the tenant column $2; where $2 is null, of those that
-- have row security on, or policies. $3: the setting that holds the tenant, or null.
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
       coalesce(policies.list, '[]') AS policies
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
 WHERE c.oid = ANY ($1::oid[])
   AND CASE WHEN $2::text IS NULL THEN c.relrowsecurity OR policies.list IS NOT NULL
            ELSE a.attname IS NOT NULL END
 ORDER BY n.nspname, c.relname
