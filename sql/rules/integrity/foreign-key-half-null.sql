-- title: A composite foreign key that a single null switches off
-- severity: warning
-- why: With MATCH SIMPLE one null column is enough for the others not to be checked at all.
-- cure: Check that all of them are null or none.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables
SELECT 'fk constraint' AS object_kind,
       format('%s.%I', t.identity, k.conname) AS object_identity,
       'is not checked once one of ' || s.columns || ' is null, whatever the others hold' AS message,
       format('ALTER TABLE %s ADD CHECK (num_nulls(%s) IN (0, %s))', t.identity, s.columns, s.count) AS cure_sql,
       format('%s.%I', t.identity, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns, count(*) AS count
         FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull) s
 WHERE k.contype = 'f'
   AND k.confmatchtype = 's'
   AND k.conparentid = 0
   AND c.oid IN (SELECT unnest($1::oid[]))
   -- One nullable column beside others that are not says whether there is a reference at all.
   AND s.count > 1
   AND NOT EXISTS (SELECT FROM pg_constraint b
                    WHERE b.conrelid = c.oid AND b.contype = 'c'
                      AND (pg_get_constraintdef(b.oid) ~ 'num_(non)?nulls'
                           OR (SELECT count(*) FROM unnest(b.conkey) AS used WHERE used = ANY (k.conkey)) > 1))
