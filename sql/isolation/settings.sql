-- The settings that policies, functions and views ask for by name: whoever may run SQL may set them.
SELECT DISTINCT m[1] AS name
  FROM (SELECT concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) AS source FROM pg_policy
        UNION ALL
        SELECT concat_ws(' ', p.prosrc, CASE WHEN p.prosrc = '' AND p.prokind = 'f' THEN pg_get_functiondef(p.oid) END)
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        UNION ALL
        SELECT pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('v', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') s,
       regexp_matches(s.source, 'current_setting\s*\(\s*''([A-Za-z_][\w]*\.[\w.]+)''', 'g') AS m
 ORDER BY 1
