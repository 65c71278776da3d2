-- title: A default that uses another tenant's sequence or function
-- severity: error
-- why: CREATE TABLE … (LIKE template INCLUDING ALL) copies nextval of the template's sequence: all tenants then draw from
--   one, and dropping its owner takes the default from all.
-- cure: Give the column a sequence of its own.
-- reference: https://www.postgresql.org/docs/current/sql-createtable.html
-- params: tenant_schemas
SELECT 'column' AS object_kind,
       format('%I.%I.%I', n.nspname, c.relname, a.attname) AS object_identity,
       'its default uses ' || format('%I.%I', other.schema, other.name) || ', of another tenant' AS message,
       CASE WHEN other.kind = 'S' THEN
            format(E'CREATE SEQUENCE %I.%I OWNED BY %1$I.%3$I.%4$I;\n'
                   || E'SELECT setval(%5$L, coalesce((SELECT max(%4$I) FROM %1$I.%3$I), 1));\n'
                   || 'ALTER TABLE %1$I.%3$I ALTER COLUMN %4$I SET DEFAULT nextval(%5$L)',
                   n.nspname, c.relname || '_' || a.attname || '_seq', c.relname, a.attname,
                   format('%I.%I', n.nspname, c.relname || '_' || a.attname || '_seq')) END AS cure_sql,
       format('%I.%I.%I', n.nspname, c.relname, a.attname) AS key
  FROM pg_attrdef f
  JOIN pg_class c ON c.oid = f.adrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
  JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
 CROSS JOIN LATERAL (
       SELECT s.relkind::text AS kind, s.relname AS name, sn.nspname AS schema
         FROM pg_class s JOIN pg_namespace sn ON sn.oid = s.relnamespace
        WHERE d.refclassid = 'pg_class'::regclass AND s.oid = d.refobjid AND s.relkind = 'S'
        UNION ALL
       SELECT 'f', p.proname, pn.nspname
         FROM pg_proc p JOIN pg_namespace pn ON pn.oid = p.pronamespace
        WHERE d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid) other
 WHERE n.nspname = ANY ($1::text[])
   AND other.schema = ANY ($1::text[])
   AND other.schema <> n.nspname
