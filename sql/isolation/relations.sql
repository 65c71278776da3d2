-- The relations that isolation is proven for: tables, partitions, views and sequences of users. $1: pgplumb's own schema.
SELECT c.oid::int8::text AS oid, format('%I.%I', n.nspname, c.relname) AS identity, n.nspname AS schema, c.relname AS name,
       c.relkind::text AS kind, c.relispartition AS partition, c.relrowsecurity AS secured, pg_get_userbyid(c.relowner) AS owner,
       pg_get_partition_constraintdef(c.oid) AS bound,
       ARRAY(SELECT i.inhparent::int8::text FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents,
       EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D') AS triggered,
       -- A trigger that only sets columns of its row writes nowhere else.
       EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
                WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
                  AND (l.lanname <> 'plpgsql' OR p.prosrc ~* '\m(insert|update|delete|merge|execute|perform|call|select|copy)\M'))
       OR EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type <> '1') AS "sideEffects",
       -- Of views: what they read, through other views too.
       ARRAY(WITH RECURSIVE reads(oid, kind) AS (
               SELECT c.oid, c.relkind WHERE c.relkind IN ('v', 'm')
               UNION
               SELECT b.oid, b.relkind FROM reads v
                 JOIN pg_rewrite r ON r.ev_class = v.oid
                 JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
                 JOIN pg_class b ON b.oid = d.refobjid
                WHERE v.kind IN ('v', 'm'))
             SELECT reads.oid::int8::text FROM reads WHERE reads.oid <> c.oid) AS reads,
       coalesce(columns.list, '[]') AS columns
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object(
                'name', a.attname, 'number', a.attnum, 'type', format_type(a.atttypid, a.atttypmod),
                'base', b.typname, 'baseType', format_type(b.oid, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END),
                'category', b.typcategory, 'element', (SELECT e.typname FROM pg_type e WHERE e.oid = b.typelem AND b.typcategory = 'A'),
                'domain', CASE WHEN t.typtype = 'd' THEN t.oid::int8::text END,
                'labels', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid IN (b.oid, b.typelem)),
                'notNull', a.attnotnull OR t.typnotnull, 'identity', a.attidentity <> '', 'generated', a.attgenerated <> '',
                'default', pg_get_expr(ad.adbin, ad.adrelid),
                'writable', pg_column_is_updatable(c.oid, a.attnum, true)) ORDER BY a.attnum) AS list
         FROM pg_attribute a
         JOIN pg_type t ON t.oid = a.atttypid
         JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd'
              THEN (WITH RECURSIVE d(oid, base) AS (SELECT t.oid, t.typbasetype UNION ALL SELECT p.oid, p.typbasetype FROM d JOIN pg_type p ON p.oid = d.base)
                    SELECT d.oid FROM d WHERE d.base = 0) ELSE t.oid END
         LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum AND a.attgenerated = ''
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) columns ON true
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', $1)
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY n.nspname, c.relname
