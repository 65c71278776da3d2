-- title: A foreign key whose types differ from those it points at
-- severity: warning
-- why: Each comparison converts; where the key's type is the narrower one, it cannot hold all the keys there are.
-- cure: Give the column the type of the column it points at.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is ' || format_type(a.atttypid, a.atttypmod) || ', but points at ' || format('%I.%I.%I', pn.nspname, p.relname, b.attname)
         || ', which is ' || format_type(b.atttypid, b.atttypmod) AS message,
       format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', t.identity, a.attname, format_type(b.atttypid, b.atttypmod)) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_class p ON p.oid = k.confrelid
  JOIN pg_namespace pn ON pn.oid = p.relnamespace
 CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair (own, other)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = pair.own
  JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = pair.other
  -- A domain is as its base type.
  JOIN pg_type ta ON ta.oid = a.atttypid
  JOIN pg_type tb ON tb.oid = b.atttypid
 WHERE k.contype = 'f'
   AND k.conparentid = 0
   AND c.oid IN (SELECT unnest($1::oid[]))
   AND coalesce(nullif(ta.typbasetype, 0), ta.oid) <> coalesce(nullif(tb.typbasetype, 0), tb.oid)
   -- text and varchar are compared without converting.
   AND NOT (ta.typcategory = 'S' AND tb.typcategory = 'S')
