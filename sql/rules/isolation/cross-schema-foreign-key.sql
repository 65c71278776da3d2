-- title: A foreign key into another tenant's schema
-- severity: error
-- why: A tenant's rows depend on another's, who can be neither dropped nor restored alone; CREATE TABLE … LIKE and search_path
--   make such keys unnoticed.
-- cure: Point it at the table of the tenant's own schema.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html
-- params: tenant_schemas
SELECT 'fk constraint' AS object_kind,
       format('%I.%I.%I', n.nspname, c.relname, k.conname) AS object_identity,
       'points at ' || format('%I.%I', pn.nspname, p.relname) || ', of another tenant' AS message,
       CASE WHEN own.oid IS NOT NULL THEN
            format(E'ALTER TABLE %I.%I DROP CONSTRAINT %I;\nALTER TABLE %1$I.%2$I ADD CONSTRAINT %3$I %s',
                   n.nspname, c.relname, k.conname,
                   replace(pg_get_constraintdef(k.oid), format('%I.%I', pn.nspname, p.relname),
                           format('%I.%I', n.nspname, p.relname))) END AS cure_sql,
       format('%I.%I.%I', n.nspname, c.relname, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class p ON p.oid = k.confrelid
  JOIN pg_namespace pn ON pn.oid = p.relnamespace
  LEFT JOIN pg_class own ON own.relnamespace = n.oid AND own.relname = p.relname
 WHERE k.contype = 'f'
   AND k.conparentid = 0
   AND n.nspname = ANY ($1::text[])
   AND pn.nspname = ANY ($1::text[])
   AND n.oid <> pn.oid
