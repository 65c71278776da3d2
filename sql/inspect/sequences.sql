-- How much of each sequence is used, by its own limits and by the type of the column it fills. $1: how many at most.
SELECT format('%I.%I', s.schemaname, s.sequencename) AS identity,
       owner.identity AS "column",
       owner.type,
       coalesce(s.last_value, 0)::float8 AS last,
       most.value::float8 AS most,
       (coalesce(s.last_value, 0) / most.value::float8) AS share
  FROM pg_sequences s
  LEFT JOIN LATERAL (
       SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS identity, a.atttypid,
              format_type(a.atttypid, NULL) AS type
         FROM pg_depend d
         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE d.classid = 'pg_class'::regclass AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
          AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
        LIMIT 1) owner ON true
 CROSS JOIN LATERAL (
       SELECT least(s.max_value, CASE owner.atttypid WHEN 'int2'::regtype THEN 32767
                                                     WHEN 'int4'::regtype THEN 2147483647 END) AS value) most
 WHERE s.increment_by > 0
   AND s.schemaname <> 'pgplumb'
 ORDER BY share DESC, 1
 LIMIT $1::int
