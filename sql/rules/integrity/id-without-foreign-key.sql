-- title: A column that is named like a foreign key and is none
-- severity: info
-- set: strict
-- why: Nothing keeps it from pointing at a row that does not exist, or does no more.
-- cure: Add the foreign key.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables, tenant_column?
WITH target AS MATERIALIZED (
       SELECT c.oid, c.relnamespace, c.relname, a.attname, a.atttypid
         FROM pg_class c
         JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary AND x.indnkeyatts = 1
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
        WHERE c.oid IN (SELECT unnest($1::oid[])))
SELECT DISTINCT ON (c.oid, a.attnum)
       'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'is named like a reference to ' || format('%I.%I', n.nspname, target.relname) || ', but no foreign key says so' AS message,
       format('ALTER TABLE %s ADD FOREIGN KEY (%I) REFERENCES %I.%I', t.identity, a.attname, n.nspname, target.relname) AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname LIKE '%\_id'
 CROSS JOIN LATERAL (SELECT left(a.attname, -3) AS name) stem
 CROSS JOIN LATERAL unnest(ARRAY[stem.name, stem.name || 's', stem.name || 'es', regexp_replace(stem.name, 'y$', 'ies')])
         WITH ORDINALITY AS guess (name, place)
  JOIN target
    ON target.relnamespace = n.oid
   AND target.relname = guess.name
   AND target.atttypid = a.atttypid
   -- The tenant's column is another rule's.
   AND a.attname IS DISTINCT FROM $2::text
   -- A key that is its own parent's is called id.
   AND NOT (target.oid = c.oid AND target.attname = a.attname)
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey))
 ORDER BY c.oid, a.attnum, guess.place
