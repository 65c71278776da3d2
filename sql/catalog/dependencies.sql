-- Who depends on whom, each named as pg_dump names its entries (type, schema, tag). `part` and `name` say which part of
-- a table it is (a column's type, a default, a constraint); `referenced_column` is the column of the referenced relation
-- that is used, or null. Needs search_path = '' so that types are written in full.
-- $1: keys (type, schema and tag, a line each) of objects that change. What depends on them, directly or not, is told,
-- and what they and those depend on; of a thousand tables that is little. Null: all.
WITH RECURSIVE relation (oid, type, schema, name) AS (
  SELECT c.oid,
         CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE'
                        WHEN 'c' THEN 'TYPE' WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX' ELSE 'TABLE' END,
         n.nspname, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
), own (classid, objid, type, schema, tag, part, name) AS (
  -- text: as a name, the tags of the others would be cut at 63 bytes.
  SELECT 'pg_class'::regclass::oid, r.oid, r.type, r.schema::text, r.name::text, NULL, NULL
    FROM relation r
   -- The index behind a constraint is the constraint, below.
   WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = r.oid AND k.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid,
         CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
         n.nspname,
         format('%s(%s)', p.proname, CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' ELSE oidvectortypes(p.proargtypes) END),
         NULL, NULL
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  -- A row type is its relation, an array type its elements' type, a multirange its range.
  SELECT 'pg_type'::regclass, t.oid,
         coalesce(r.type, CASE WHEN NOT b.typisdefined THEN 'SHELL TYPE' WHEN b.typtype = 'd' THEN 'DOMAIN' ELSE 'TYPE' END),
         n.nspname, coalesce(r.name, b.typname), NULL, NULL
    FROM pg_type t
    LEFT JOIN pg_range g ON g.rngmultitypid = t.oid OR g.rngmultitypid = CASE WHEN t.typcategory = 'A' THEN t.typelem END
    JOIN pg_type b ON b.oid = coalesce(g.rngtypid, CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem END, t.oid)
    JOIN pg_namespace n ON n.oid = b.typnamespace
    LEFT JOIN relation r ON r.oid = b.typrelid
   WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  UNION ALL
  -- CHECK and NOT NULL are parts of their table or domain.
  SELECT 'pg_constraint'::regclass, k.oid, r.type, r.schema, r.name, 'constraint', k.conname
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
   WHERE k.contype IN ('c', 'n')
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid, 'DOMAIN', n.nspname, t.typname, 'constraint', k.conname
    FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid, CASE WHEN k.contype = 'f' THEN 'FK CONSTRAINT' ELSE 'CONSTRAINT' END,
         r.schema, r.name || ' ' || k.conname, NULL, NULL
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
   WHERE k.contype IN ('p', 'u', 'x', 'f')
  UNION ALL
  SELECT 'pg_class'::regclass, k.conindid, 'CONSTRAINT', r.schema, r.name || ' ' || k.conname, NULL, NULL
    FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid
   WHERE k.contype IN ('p', 'u', 'x')
  UNION ALL
  SELECT 'pg_attrdef'::regclass, d.oid, r.type, r.schema, r.name, 'default', a.attname
    FROM pg_attrdef d JOIN relation r ON r.oid = d.adrelid
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  UNION ALL
  SELECT 'pg_trigger'::regclass, t.oid, 'TRIGGER', r.schema, r.name || ' ' || t.tgname, NULL, NULL
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'pg_policy'::regclass, p.oid, 'POLICY', r.schema, r.name || ' ' || p.polname, NULL, NULL
    FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
  UNION ALL
  SELECT 'pg_rewrite'::regclass, w.oid, CASE WHEN w.rulename = '_RETURN' THEN r.type ELSE 'RULE' END,
         r.schema, CASE WHEN w.rulename = '_RETURN' THEN r.name ELSE r.name || ' ' || w.rulename END, NULL, NULL
    FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, o.oid, 'STATISTICS', n.nspname, o.stxname, NULL, NULL
    FROM pg_statistic_ext o JOIN pg_namespace n ON n.oid = o.stxnamespace
  UNION ALL
  SELECT 'pg_collation'::regclass, o.oid, 'COLLATION', n.nspname, o.collname, NULL, NULL
    FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_conversion'::regclass, o.oid, 'CONVERSION', n.nspname, o.conname, NULL, NULL
    FROM pg_conversion o JOIN pg_namespace n ON n.oid = o.connamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, 'OPERATOR', n.nspname,
         format('%s (%s, %s)', o.oprname, coalesce(format_type(nullif(o.oprleft, 0), NULL), 'NONE'), coalesce(format_type(nullif(o.oprright, 0), NULL), 'NONE')),
         NULL, NULL
    FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_opclass'::regclass, o.oid, 'OPERATOR CLASS', n.nspname, o.opcname, NULL, NULL
    FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_opfamily'::regclass, o.oid, 'OPERATOR FAMILY', n.nspname, o.opfname, NULL, NULL
    FROM pg_opfamily o JOIN pg_namespace n ON n.oid = o.opfnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  -- What a family got by ALTER OPERATOR FAMILY … ADD.
  SELECT 'pg_amop'::regclass, m.oid, 'OPERATOR FAMILY', n.nspname, o.opfname, NULL, NULL
    FROM pg_amop m JOIN pg_opfamily o ON o.oid = m.amopfamily JOIN pg_namespace n ON n.oid = o.opfnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_amproc'::regclass, m.oid, 'OPERATOR FAMILY', n.nspname, o.opfname, NULL, NULL
    FROM pg_amproc m JOIN pg_opfamily o ON o.oid = m.amprocfamily JOIN pg_namespace n ON n.oid = o.opfnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_am'::regclass, o.oid, 'ACCESS METHOD', NULL, o.amname, NULL, NULL FROM pg_am o WHERE o.oid >= 16384
  UNION ALL
  SELECT 'pg_cast'::regclass, o.oid, 'CAST', NULL,
         format('CAST (%s AS %s)', format_type(o.castsource, NULL), format_type(o.casttarget, NULL)), NULL, NULL
    FROM pg_cast o WHERE o.oid >= 16384
  UNION ALL
  SELECT 'pg_transform'::regclass, o.oid, 'TRANSFORM', NULL,
         format('TRANSFORM FOR %s LANGUAGE %s', format_type(o.trftype, NULL), l.lanname), NULL, NULL
    FROM pg_transform o JOIN pg_language l ON l.oid = o.trflang
  UNION ALL
  SELECT 'pg_language'::regclass, o.oid, 'PROCEDURAL LANGUAGE', NULL, o.lanname, NULL, NULL FROM pg_language o WHERE o.oid >= 16384
  UNION ALL
  SELECT 'pg_ts_config'::regclass, o.oid, 'TEXT SEARCH CONFIGURATION', n.nspname, o.cfgname, NULL, NULL
    FROM pg_ts_config o JOIN pg_namespace n ON n.oid = o.cfgnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_ts_dict'::regclass, o.oid, 'TEXT SEARCH DICTIONARY', n.nspname, o.dictname, NULL, NULL
    FROM pg_ts_dict o JOIN pg_namespace n ON n.oid = o.dictnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_ts_parser'::regclass, o.oid, 'TEXT SEARCH PARSER', n.nspname, o.prsname, NULL, NULL
    FROM pg_ts_parser o JOIN pg_namespace n ON n.oid = o.prsnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_ts_template'::regclass, o.oid, 'TEXT SEARCH TEMPLATE', n.nspname, o.tmplname, NULL, NULL
    FROM pg_ts_template o JOIN pg_namespace n ON n.oid = o.tmplnamespace WHERE n.nspname <> 'pg_catalog'
  UNION ALL
  SELECT 'pg_event_trigger'::regclass, o.oid, 'EVENT TRIGGER', NULL, o.evtname, NULL, NULL FROM pg_event_trigger o
  UNION ALL
  SELECT 'pg_publication'::regclass, o.oid, 'PUBLICATION', NULL, o.pubname, NULL, NULL FROM pg_publication o
  UNION ALL
  SELECT 'pg_publication_rel'::regclass, o.oid, 'PUBLICATION TABLE', r.schema, p.pubname || ' ' || r.name, NULL, NULL
    FROM pg_publication_rel o JOIN pg_publication p ON p.oid = o.prpubid JOIN relation r ON r.oid = o.prrelid
  UNION ALL
  SELECT 'pg_publication_namespace'::regclass, o.oid, 'PUBLICATION TABLES IN SCHEMA', n.nspname, p.pubname || ' ' || n.nspname, NULL, NULL
    FROM pg_publication_namespace o JOIN pg_publication p ON p.oid = o.pnpubid JOIN pg_namespace n ON n.oid = o.pnnspid
  UNION ALL
  SELECT 'pg_extension'::regclass, e.oid, 'EXTENSION', NULL, e.extname, NULL, NULL FROM pg_extension e
  UNION ALL
  SELECT 'pg_namespace'::regclass, n.oid, 'SCHEMA', NULL, n.nspname, NULL, NULL FROM pg_namespace n WHERE n.nspname !~ '^pg_'
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, s.oid, 'SERVER', NULL, s.srvname, NULL, NULL FROM pg_foreign_server s
  UNION ALL
  -- The view: the table itself holds passwords, and only superusers read it.
  SELECT 'pg_user_mapping'::regclass, u.umid, 'USER MAPPING', NULL,
         format('USER MAPPING %s SERVER %s', u.usename, u.srvname), NULL, NULL
    FROM pg_user_mappings u
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 'FOREIGN DATA WRAPPER', NULL, w.fdwname, NULL, NULL FROM pg_foreign_data_wrapper w
), member (classid, objid, extension) AS (
  SELECT m.classid, m.objid, e.extname
    FROM pg_depend m JOIN pg_extension e ON e.oid = m.refobjid
   WHERE m.deptype = 'e' AND m.refclassid = 'pg_extension'::regclass
), named (classid, objid, type, schema, tag, part, name) AS (
  SELECT o.classid, o.objid, o.type, o.schema, o.tag, o.part, o.name
    FROM own o
   WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = o.classid AND m.objid = o.objid)
  UNION ALL
  -- What belongs to an extension is the extension.
  SELECT m.classid, m.objid, 'EXTENSION', NULL, m.extension, NULL, NULL FROM member m
  UNION ALL
  SELECT 'pg_type'::regclass, t.oid, 'EXTENSION', NULL, m.extension, NULL, NULL
    FROM member m JOIN pg_type t ON t.typelem = m.objid AND t.typcategory = 'A' WHERE m.classid = 'pg_type'::regclass
), object (classid, objid, type, schema, tag, part, name, key) AS MATERIALIZED (
  SELECT n.*, (n.type || E'\n' || coalesce(n.schema, '') || E'\n' || n.tag) COLLATE "C" FROM named n
), reached (key) AS (
  SELECT unnest($1::text[]) COLLATE "C"
  UNION
  SELECT d.key
    FROM reached
    JOIN object o ON o.key = reached.key
    JOIN pg_depend p ON p.refclassid = o.classid AND p.refobjid = o.objid AND p.deptype IN ('n', 'a', 'P', 'S')
    JOIN object d ON d.classid = p.classid AND d.objid = p.objid
), target (classid, objid) AS MATERIALIZED (
  SELECT o.classid, o.objid FROM object o WHERE o.key IN (SELECT key FROM reached)
), edge AS (
  SELECT p.* FROM pg_depend p WHERE $1::text[] IS NULL
  UNION ALL
  SELECT p.* FROM target t JOIN pg_depend p ON p.refclassid = t.classid AND p.refobjid = t.objid
  UNION ALL
  SELECT p.* FROM target t JOIN pg_depend p ON p.classid = t.classid AND p.objid = t.objid
)
SELECT DISTINCT
       d.type, d.schema, d.tag,
       -- A column's dependency is that of its type or collation.
       coalesce(d.part, CASE WHEN own_column.attname IS NOT NULL THEN 'column' END) AS part,
       coalesce(d.name, own_column.attname) AS name,
       r.type AS referenced_type, r.schema AS referenced_schema, r.tag AS referenced_tag,
       a.attname AS referenced_column,
       p.deptype IN ('P', 'S') AND d.type IN ('INDEX', 'CONSTRAINT', 'FK CONSTRAINT') AND r.type IN ('INDEX', 'CONSTRAINT', 'FK CONSTRAINT') AS of_partition
  FROM edge p
  JOIN object d ON d.classid = p.classid AND d.objid = p.objid
  JOIN object r ON r.classid = p.refclassid AND r.objid = p.refobjid
  LEFT JOIN pg_attribute a ON p.refclassid = 'pg_class'::regclass AND a.attrelid = p.refobjid AND a.attnum = p.refobjsubid AND p.refobjsubid > 0
  LEFT JOIN pg_attribute own_column ON p.classid = 'pg_class'::regclass AND own_column.attrelid = p.objid AND own_column.attnum = p.objsubid
                                   AND p.objsubid > 0 AND d.type IN ('TABLE', 'FOREIGN TABLE', 'TYPE')
 WHERE p.deptype IN ('n', 'a', 'P', 'S')
   AND ((d.type, d.schema, d.tag) IS DISTINCT FROM (r.type, r.schema, r.tag) OR d.part IS NOT NULL)
 ORDER BY 1, 2, 3, 4, 5, 6, 7
