-- title: A foreign key between tenants' tables that leaves the tenant out
-- severity: warning
-- why: A row may then point at another tenant's: the check of a foreign key does not heed row security.
-- cure: Let the key include the tenant column, and the table it points at have a unique key that begins with it.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tenant_tables, tenant_column
SELECT 'fk constraint' AS object_kind,
       format('%s.%I', t.identity, k.conname) AS object_identity,
       'points at ' || p.identity || ' by ' || col.own || ' alone: a row may point at another tenant''s' AS message,
       concat_ws(E';\n',
         CASE WHEN NOT EXISTS (
                SELECT FROM pg_index x
                 WHERE x.indrelid = k.confrelid AND x.indisunique AND x.indisvalid AND x.indimmediate
                   AND x.indpred IS NULL AND x.indexprs IS NULL
                   AND x.indnkeyatts = cardinality(k.confkey) + 1
                   AND (x.indkey::int2[])[0:x.indnkeyatts - 1] @> (k.confkey || theirs.attnum))
              THEN format('ALTER TABLE %s ADD UNIQUE (%I, %s)', p.identity, $2::text, col.other) END,
         format('ALTER TABLE %s DROP CONSTRAINT %I', t.identity, k.conname),
         format('ALTER TABLE %s ADD CONSTRAINT %I FOREIGN KEY (%I, %s) REFERENCES %s (%3$I, %6$s)%7$s',
                t.identity, k.conname, $2::text, col.own, p.identity, col.other,
                CASE k.confdeltype WHEN 'c' THEN ' ON DELETE CASCADE' WHEN 'r' THEN ' ON DELETE RESTRICT'
                     WHEN 'n' THEN CASE WHEN current_setting('server_version_num')::int >= 150000
                                        THEN ' ON DELETE SET NULL (' || col.own || ')' ELSE '' END ELSE '' END)) AS cure_sql,
       format('%s.%I', t.identity, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class pc ON pc.oid = k.confrelid
  JOIN pg_namespace pn ON pn.oid = pc.relnamespace
  JOIN pg_attribute ours ON ours.attrelid = c.oid AND ours.attname = $2::text AND NOT ours.attisdropped
  JOIN pg_attribute theirs ON theirs.attrelid = pc.oid AND theirs.attname = $2::text AND NOT theirs.attisdropped
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (SELECT format('%I.%I', pn.nspname, pc.relname) AS identity) p
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY pair.place) AS own,
              string_agg(quote_ident(b.attname), ', ' ORDER BY pair.place) AS other
         FROM unnest(k.conkey, k.confkey) WITH ORDINALITY AS pair (own, other, place)
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = pair.own
         JOIN pg_attribute b ON b.attrelid = pc.oid AND b.attnum = pair.other) col
 WHERE k.contype = 'f'
   AND k.conparentid = 0
   AND k.conrelid IN (SELECT unnest($1::oid[]))
   AND k.confrelid IN (SELECT unnest($1::oid[]))
   AND NOT ours.attnum = ANY (k.conkey)
