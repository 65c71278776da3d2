-- Of tables ($2) of a schema ($1; all that hold rows where $2 is null): the columns that can be copied, each with its type
-- where that is one of the schema itself, and the sequences that belong to them.
SELECT c.relname::text AS name,
       ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
              ORDER BY a.attnum) AS columns,
       ARRAY(SELECT CASE WHEN t.typnamespace = c.relnamespace THEN pg_catalog.format_type(a.atttypid, a.atttypmod) END
               FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
              ORDER BY a.attnum) AS types,
       ARRAY(SELECT s.relname::text FROM pg_catalog.pg_depend d
               JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S' AND s.relnamespace = c.relnamespace
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = c.oid AND d.deptype IN ('a', 'i')
              ORDER BY 1) AS sequences
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = $1
   AND CASE WHEN $2::text[] IS NULL THEN c.relkind = 'r' ELSE c.relname = ANY ($2) AND c.relkind IN ('r', 'p') END
 ORDER BY c.relname
