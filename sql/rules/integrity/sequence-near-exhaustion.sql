-- title: A key that runs out of numbers
-- severity: error
-- why: When the sequence, or its column, is at its end, every insert fails.
-- cure: Make the column and the sequence bigint while there is time: that rewrites the table.
-- reference: https://www.postgresql.org/docs/current/sql-altersequence.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'has used ' || round(100.0 * s.last / s.most) || ' % of its numbers: ' || s.last || ' of ' || s.most AS message,
       concat_ws(E';\n',
         CASE WHEN s.increment = 1 AND a.atttypid <> 'int8'::regtype
              THEN format('ALTER TABLE %s ALTER COLUMN %I TYPE bigint', t.identity, a.attname) END,
         CASE WHEN s.increment = 1 AND s.seqmax < 9223372036854775807
              THEN 'ALTER SEQUENCE ' || s.identity || ' AS bigint NO MAXVALUE' END) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_depend d
    ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid > 0
   AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
  JOIN pg_class sc ON sc.oid = d.objid AND sc.relkind = 'S'
  JOIN pg_sequence q ON q.seqrelid = sc.oid AND NOT q.seqcycle AND q.seqincrement > 0
  JOIN pg_namespace sn ON sn.oid = sc.relnamespace
 CROSS JOIN LATERAL (
       SELECT format('%I.%I', sn.nspname, sc.relname) AS identity,
              CASE WHEN has_sequence_privilege(sc.oid, 'USAGE, SELECT') THEN pg_sequence_last_value(sc.oid) END AS last,
              q.seqmax, q.seqincrement AS increment,
              least(q.seqmax, CASE a.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
                                              ELSE q.seqmax END) AS most) s
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND s.last > 0.7 * s.most
