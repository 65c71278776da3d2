-- title: A key of 32 bits
-- severity: info
-- set: strict
-- why: After 2,147,483,647 rows ever made every insert fails, and the change to bigint rewrites the table.
-- cure: Use bigint while the table is small; the columns that point at it, too.
-- reference: https://www.postgresql.org/docs/current/datatype-numeric.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is ' || format_type(a.atttypid, NULL) || ' from a sequence: it ends at '
         || CASE a.atttypid WHEN 'int2'::regtype THEN '32,767' ELSE '2,147,483,647' END AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE bigint', t.identity, a.attname)
         || coalesce(E';\nALTER SEQUENCE ' || s.identity || ' AS bigint', '') AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary AND x.indnkeyatts = 1
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
  LEFT JOIN pg_attrdef f ON f.adrelid = c.oid AND f.adnum = a.attnum
  LEFT JOIN LATERAL (
       SELECT format('%I.%I', sn.nspname, sc.relname) AS identity
         FROM pg_depend d
         JOIN pg_class sc ON sc.oid = d.objid AND sc.relkind = 'S'
         JOIN pg_namespace sn ON sn.oid = sc.relnamespace
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid = c.oid AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i')
        LIMIT 1) s ON true
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND a.atttypid IN ('int2'::regtype, 'int4'::regtype)
   AND (a.attidentity <> '' OR pg_get_expr(f.adbin, f.adrelid) ~ 'nextval\(')
