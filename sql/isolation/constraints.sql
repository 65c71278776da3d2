-- What limits the rows of tables: CHECKs (of domains too, on the type), foreign keys, unique indexes.
SELECT 'check' AS kind, con.conrelid::int8::text AS relation, NULL AS target, con.conname AS name,
       (SELECT jsonb_agg(a.attname) FROM unnest(con.conkey) k JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k) AS columns,
       NULL::jsonb AS "targetColumns", pg_get_expr(con.conbin, con.conrelid) AS expression, false AS "primary"
  FROM pg_constraint con WHERE con.contype = 'c' AND con.conrelid <> 0
UNION ALL
SELECT 'domain', t.oid::int8::text, NULL, con.conname, NULL, NULL, pg_get_expr(con.conbin, 0), false
  FROM (WITH RECURSIVE d(oid, own) AS (SELECT oid, oid FROM pg_type WHERE typtype = 'd'
          UNION ALL SELECT d.oid, p.typbasetype FROM d JOIN pg_type p ON p.oid = d.own AND p.typbasetype <> 0)
        SELECT * FROM d) t
  JOIN pg_constraint con ON con.contypid = t.own AND con.contype = 'c'
UNION ALL
SELECT 'foreign key', con.conrelid::int8::text, con.confrelid::int8::text, con.conname,
       (SELECT jsonb_agg(a.attname ORDER BY k.ord) FROM unnest(con.conkey) WITH ORDINALITY k(num, ord) JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num),
       (SELECT jsonb_agg(a.attname ORDER BY k.ord) FROM unnest(con.confkey) WITH ORDINALITY k(num, ord) JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.num),
       NULL, false
  FROM pg_constraint con WHERE con.contype = 'f' AND con.conparentid = 0
UNION ALL
SELECT 'unique', i.indrelid::int8::text, NULL, c.relname,
       (SELECT jsonb_agg(a.attname ORDER BY k.ord) FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, ord)
          LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num WHERE k.ord <= i.indnkeyatts),
       NULL, pg_get_expr(i.indpred, i.indrelid), i.indisprimary
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class r ON r.oid = i.indrelid
 WHERE i.indisunique AND i.indimmediate AND r.relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
