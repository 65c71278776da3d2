-- Functions and procedures that one of the roles $1 may call: those with their owner's rights, with $3 all.
SELECT p.oid::int8::text AS oid, format('%I.%I', n.nspname, p.proname) AS name,
       format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS identity, n.nspname AS schema,
       format('%I.%I(%s)', n.nspname, p.proname, (SELECT string_agg(format_type(t, NULL), ', ' ORDER BY ord) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY x(t, ord))) AS signature,
       p.prokind = 'p' AS procedure, p.proretset AS set, r.rolname AS role,
       coalesce((SELECT jsonb_agg(jsonb_build_object('name', coalesce(p.proargnames[x.ord], ''), 'type', format_type(x.t, NULL),
                  'base', b.typname, 'variadic', false) ORDER BY x.ord)
          FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY x(t, ord) JOIN pg_type b ON b.oid = x.t
         WHERE x.ord <= p.pronargs - p.pronargdefaults), '[]') AS arguments
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_roles r ON r.rolname = ANY ($1)
 WHERE (p.prosecdef OR $3) AND p.prokind IN ('f', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', $2)
   AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
   AND has_schema_privilege(r.oid, n.oid, 'USAGE') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
 ORDER BY 3, 7
