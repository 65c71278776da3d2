-- title: A trigger that runs another tenant's function
-- severity: error
-- why: Whoever owns that function decides what happens to this tenant's rows, and dropping it breaks their writes.
-- cure: Let the trigger run the function of the tenant's own schema, or one that all share.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html
-- params: tenant_schemas
SELECT 'trigger' AS object_kind,
       format('%I ON %I.%I', g.tgname, n.nspname, c.relname) AS object_identity,
       'runs ' || p.oid::regprocedure::text || ', of another tenant' AS message,
       NULL AS cure_sql,
       format('%I.%I.%I', n.nspname, c.relname, g.tgname) AS key
  FROM pg_trigger g
  JOIN pg_class c ON c.oid = g.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_proc p ON p.oid = g.tgfoid
  JOIN pg_namespace pn ON pn.oid = p.pronamespace
 WHERE NOT g.tgisinternal
   AND n.nspname = ANY ($1::text[])
   AND pn.nspname = ANY ($1::text[])
   AND n.oid <> pn.oid
