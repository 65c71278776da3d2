-- The tables that hold rows themselves, of these schemas ($1) or of all, with the columns to copy; of an extension's those
-- that it says hold a user's rows.
SELECT n.nspname::text AS schema, c.relname::text AS name, pg_catalog.pg_get_userbyid(c.relowner)::text AS owner,
       x.condition,
       ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
              ORDER BY a.attnum) AS columns
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend d ON d.classid = 1259 AND d.objid = c.oid AND d.deptype = 'e'
  LEFT JOIN LATERAL (
    SELECT k.condition FROM pg_catalog.pg_extension e, unnest(e.extconfig, e.extcondition) AS k (oid, condition)
     WHERE e.oid = d.refobjid AND k.oid = c.oid) x ON true
 WHERE c.relkind = 'r' AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
   AND (d.objid IS NULL OR x.condition IS NOT NULL)
 ORDER BY n.nspname, c.relname
