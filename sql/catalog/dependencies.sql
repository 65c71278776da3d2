-- Who depends on whom, each named as pg_dump names its entries (type, schema, tag). `column` is the column of the
-- referenced relation that is used, or null. Needs search_path = '' so that types are written in full.
WITH object (classid, objid, type, schema, tag) AS (
  SELECT 'pg_class'::regclass::oid, c.oid,
         CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE'
                        WHEN 'c' THEN 'TYPE' WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX' ELSE 'TABLE' END,
         n.nspname, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid,
         CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
         n.nspname,
         format('%s(%s)', p.proname, CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' ELSE oidvectortypes(p.proargtypes) END)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, CASE WHEN t.typtype = 'd' THEN 'DOMAIN' ELSE 'TYPE' END, n.nspname,
         -- An array type stands for its elements' type.
         coalesce(e.typname, t.typname)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = coalesce(e.typrelid, t.typrelid) AND c.relkind <> 'c')
  UNION ALL
  -- The row type of a table is the table.
  SELECT 'pg_type'::regclass, t.oid, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, n.nspname, c.relname
    FROM pg_type t
    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
    JOIN pg_class c ON c.oid = coalesce(e.typrelid, t.typrelid) AND c.relkind <> 'c'
    JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid,
         CASE WHEN k.contype = 'f' THEN 'FK CONSTRAINT' WHEN k.contype IN ('c', 'n') THEN 'CHECK CONSTRAINT' ELSE 'CONSTRAINT' END,
         n.nspname, c.relname || ' ' || k.conname
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL
  -- The index behind a constraint is the constraint.
  SELECT 'pg_class'::regclass, k.conindid, 'CONSTRAINT', n.nspname, c.relname || ' ' || k.conname
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE k.contype IN ('p', 'u', 'x')
  UNION ALL
  SELECT 'pg_trigger'::regclass, t.oid, 'TRIGGER', n.nspname, c.relname || ' ' || t.tgname
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'pg_policy'::regclass, p.oid, 'POLICY', n.nspname, c.relname || ' ' || p.polname
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL
  SELECT 'pg_rewrite'::regclass, r.oid,
         CASE WHEN r.rulename <> '_RETURN' THEN 'RULE' WHEN c.relkind = 'm' THEN 'MATERIALIZED VIEW' ELSE 'VIEW' END,
         n.nspname, CASE WHEN r.rulename = '_RETURN' THEN c.relname ELSE c.relname || ' ' || r.rulename END
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  -- A default is an aspect of its table.
  SELECT 'pg_attrdef'::regclass, d.oid, 'TABLE', n.nspname, c.relname
    FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, s.oid, 'STATISTICS', n.nspname, s.stxname
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
  UNION ALL
  SELECT 'pg_collation'::regclass, o.oid, 'COLLATION', n.nspname, o.collname
    FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, 'OPERATOR', n.nspname, o.oprname
    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_opclass'::regclass, o.oid, 'OPERATOR CLASS', n.nspname, o.opcname
    FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_ts_config'::regclass, o.oid, 'TEXT SEARCH CONFIGURATION', n.nspname, o.cfgname
    FROM pg_ts_config o JOIN pg_namespace n ON n.oid = o.cfgnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_ts_dict'::regclass, o.oid, 'TEXT SEARCH DICTIONARY', n.nspname, o.dictname
    FROM pg_ts_dict o JOIN pg_namespace n ON n.oid = o.dictnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_extension'::regclass, e.oid, 'EXTENSION', NULL, e.extname FROM pg_extension e
  UNION ALL
  SELECT 'pg_namespace'::regclass, n.oid, 'SCHEMA', NULL, n.nspname FROM pg_namespace n WHERE n.nspname !~ '^pg_'
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, s.oid, 'SERVER', NULL, s.srvname FROM pg_foreign_server s
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 'FOREIGN DATA WRAPPER', NULL, w.fdwname FROM pg_foreign_data_wrapper w
)
SELECT DISTINCT
       d.type, d.schema, d.tag,
       r.type AS referenced_type, r.schema AS referenced_schema, r.tag AS referenced_tag,
       a.attname AS referenced_column
  FROM pg_depend p
  JOIN object d ON d.classid = p.classid AND d.objid = p.objid
  JOIN object r ON r.classid = p.refclassid AND r.objid = p.refobjid
  LEFT JOIN pg_attribute a ON p.refclassid = 'pg_class'::regclass AND a.attrelid = p.refobjid AND a.attnum = p.refobjsubid AND p.refobjsubid > 0
 WHERE p.deptype IN ('n', 'a', 'P', 'S')
   AND (d.type, d.schema, d.tag) IS DISTINCT FROM (r.type, r.schema, r.tag)
 ORDER BY 1, 2, 3, 4, 5, 6, 7
