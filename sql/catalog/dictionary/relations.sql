-- Tables and views with all that a reader wants to know of them, as JSON. Not those of the server, of extensions, or of
-- pgplumb itself ($2); a partition counts as a part of its parent. $1: only these schemas, or null for all.
SELECT n.nspname AS schema,
       c.relname AS name,
       CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                      WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END AS kind,
       obj_description(c.oid, 'pg_class') AS comment,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid, true) END AS definition,
       pg_get_partkeydef(c.oid) AS partition_key,
       c.relrowsecurity AS row_security,
       c.relforcerowsecurity AS row_security_forced,
       coalesce(columns.list, '[]') AS columns,
       coalesce(constraints.list, '[]') AS constraints,
       coalesce(foreign_keys.list, '[]') AS foreign_keys,
       coalesce(indexes.list, '[]') AS indexes,
       coalesce(policies.list, '[]') AS policies,
       coalesce(triggers.list, '[]') AS triggers,
       coalesce((SELECT jsonb_agg(i.inhrelid::regclass::text ORDER BY i.inhrelid::regclass::text)
                   FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                  WHERE i.inhparent = c.oid AND p.relispartition), '[]') AS partitions
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'name', a.attname,
                'type', format_type(a.atttypid, a.atttypmod),
                'type_id', a.atttypid::bigint,
                'nullable', NOT a.attnotnull,
                'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
                'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
                'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
                'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum) AS list
         FROM pg_attribute a
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) columns ON true
  LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'name', k.conname,
                'kind', CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check'
                                       ELSE 'exclusion' END,
                'columns', (SELECT coalesce(jsonb_agg(a.attname ORDER BY col.place), '[]')
                              FROM unnest(k.conkey) WITH ORDINALITY AS col (attnum, place)
                              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = col.attnum),
                'definition', pg_get_constraintdef(k.oid, true)) ORDER BY k.contype <> 'p', k.conname) AS list
         FROM pg_constraint k
        WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'x')) constraints ON true
  LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'name', k.conname,
                'columns', (SELECT jsonb_agg(a.attname ORDER BY col.place)
                              FROM unnest(k.conkey) WITH ORDINALITY AS col (attnum, place)
                              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = col.attnum),
                'schema', fn.nspname, 'table', f.relname,
                'references', (SELECT jsonb_agg(a.attname ORDER BY col.place)
                                 FROM unnest(k.confkey) WITH ORDINALITY AS col (attnum, place)
                                 JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = col.attnum),
                'definition', pg_get_constraintdef(k.oid, true)) ORDER BY k.conname) AS list
         FROM pg_constraint k
         JOIN pg_class f ON f.oid = k.confrelid
         JOIN pg_namespace fn ON fn.oid = f.relnamespace
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conparentid = 0) foreign_keys ON true
  LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('name', i.relname, 'definition', pg_get_indexdef(i.oid), 'valid', x.indisvalid)
                        ORDER BY i.relname) AS list
         FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid
        WHERE x.indrelid = c.oid) indexes ON true
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
       SELECT jsonb_agg(jsonb_build_object('name', g.tgname, 'definition', pg_get_triggerdef(g.oid, true))
                        ORDER BY g.tgname) AS list
         FROM pg_trigger g
        WHERE g.tgrelid = c.oid AND NOT g.tgisinternal) triggers ON true
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND NOT c.relispartition
   AND n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', $2)
   AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
   AND NOT EXISTS (
         SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY n.nspname, c.relname
