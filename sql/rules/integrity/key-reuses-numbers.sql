-- title: A key whose numbers come again
-- severity: warning
-- why: The sequence begins anew at its end (CYCLE): an id that once stood for one row then stands for another, in logs, links
--   and other systems, or collides with a row that is still there.
-- cure: Let the sequence end, and make column and sequence bigint in time.
-- reference: https://www.postgresql.org/docs/current/sql-createsequence.html
-- params: tables
SELECT 'column' AS object_kind,
       k.identity AS object_identity,
       'draws from ' || k.sequence || ', which begins anew at its end' AS message,
       'ALTER SEQUENCE ' || k.sequence || ' NO CYCLE' AS cure_sql,
       k.identity AS key
  FROM pg_depend d
  JOIN pg_class sc ON sc.oid = d.objid AND sc.relkind = 'S'
  JOIN pg_sequence q ON q.seqrelid = sc.oid AND q.seqcycle
  JOIN pg_namespace sn ON sn.oid = sc.relnamespace
  JOIN pg_class c ON c.oid = d.refobjid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
 CROSS JOIN LATERAL (
       SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS identity, format('%I.%I', sn.nspname, sc.relname) AS sequence) k
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
   AND c.oid IN (SELECT unnest($1::oid[]))
   AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND a.attnum = ANY (i.indkey::int2[]))
