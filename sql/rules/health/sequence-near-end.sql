-- title: Sequence near its end
-- severity: error
-- why: After the last value every INSERT fails; a sequence may be larger than the column it fills.
-- cure: Make the column bigint, and the sequence with it.
-- reference: https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL
SELECT 'sequence' AS object_kind,
       format('%I.%I', s.schemaname, s.sequencename) AS object_identity,
       format('%s %% of its values are used%s', floor(100 * used.share), coalesce(', those of ' || owner.identity, '')) AS message,
       NULL AS cure_sql,
       format('%I.%I', s.schemaname, s.sequencename) AS key
  FROM pg_sequences s
  LEFT JOIN LATERAL (
       SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS identity, a.atttypid
         FROM pg_depend d
         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE d.classid = 'pg_class'::regclass AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
          AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
        LIMIT 1) owner ON true
 CROSS JOIN LATERAL (
       SELECT s.last_value::float8
              / least(s.max_value, CASE owner.atttypid WHEN 'int2'::regtype THEN 32767
                                                       WHEN 'int4'::regtype THEN 2147483647 END) AS share) used
 WHERE s.increment_by > 0
   AND NOT s.cycle
   AND used.share >= 0.8
