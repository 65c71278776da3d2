-- What two builds of the TrossApp schema must agree on, a line for each object.
SELECT format('%s.%s %s %s %s', attrelid::regclass, attname, attnum, format_type(atttypid, atttypmod), attnotnull) AS line
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'v')
UNION ALL SELECT format('default %s.%s %s', adrelid::regclass, adnum, pg_get_expr(adbin, adrelid)) FROM pg_attrdef
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid <> 0
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT pg_get_viewdef(oid) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_functiondef('update_updated_at_column()'::regprocedure)
UNION ALL SELECT format('%s', p) FROM pg_policies p
UNION ALL SELECT format('%s row security %s %s', relname, relrowsecurity, relforcerowsecurity)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
UNION ALL SELECT format('%s %s %s', objoid::regclass, objsubid, description) FROM pg_description
WHERE classoid = 'pg_class'::regclass AND objoid >= 16384
ORDER BY 1
