-- title: A shared table of the same name as the tenants'
-- severity: warning
-- why: With search_path = tenant, public a tenant that lacks the table, or a session without a tenant, reads and writes the
--   shared one instead of failing.
-- cure: Rename or drop the shared table.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH
-- params: tenant_schemas, template?, tables
SELECT 'table' AS object_kind,
       format('%I.%I', n.nspname, c.relname) AS object_identity,
       'has the name of the tenants'' table ' || format('%I.%I', tn.nspname, twin.relname)
         || ': a session without a tenant finds this one instead' AS message,
       NULL AS cure_sql,
       format('%I.%I', n.nspname, c.relname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_namespace tn ON tn.nspname = $2::text
  JOIN pg_class twin ON twin.relnamespace = tn.oid AND twin.relname = c.relname AND twin.relkind IN ('r', 'p')
 WHERE c.oid IN (SELECT unnest($3::oid[]))
   AND n.nspname = 'public'
   AND n.nspname <> ALL ($1::text[])
   -- What counts the migrations is in each schema, and shared by none.
   AND c.relname <> 'schema_migrations'
