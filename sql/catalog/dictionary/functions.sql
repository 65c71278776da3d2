-- Functions and procedures: not those of the server, of extensions, or of pgplumb itself ($2), nor those that only triggers
-- call. $1: only these schemas, or null for all.
SELECT n.nspname AS schema,
       p.proname AS name,
       CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function'
                      ELSE 'function' END AS kind,
       pg_get_function_arguments(p.oid) AS arguments,
       coalesce(pg_get_function_result(p.oid), '') AS result,
       p.proretset AS returns_set,
       -- What goes in; of a function without names, $1 … stand for them.
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'name', coalesce(nullif(p.proargnames[a.place], ''), ''),
                 'type', format_type(a.type, NULL)) ORDER BY a.place), '[]')
          FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS a (type, place)
         WHERE coalesce(p.proargmodes[a.place], 'i') IN ('i', 'b', 'v')) AS inputs,
       p.pronargdefaults AS defaults,
       -- What comes out where that is a row: OUT arguments, or the columns of RETURNS TABLE.
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'name', coalesce(nullif(p.proargnames[a.place], ''), 'column' || a.place),
                 'type', format_type(a.type, NULL)) ORDER BY a.place), '[]')
          FROM unnest(p.proallargtypes) WITH ORDINALITY AS a (type, place)
         WHERE p.proargmodes[a.place] IN ('o', 'b', 't')) AS outputs,
       format_type(p.prorettype, NULL) AS return_type,
       l.lanname AS language,
       p.prosecdef AS security_definer,
       obj_description(p.oid, 'pg_proc') AS comment
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang
 WHERE n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', $2)
   AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
   AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
   AND NOT EXISTS (
         SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
 ORDER BY n.nspname, p.proname, pg_get_function_arguments(p.oid)
