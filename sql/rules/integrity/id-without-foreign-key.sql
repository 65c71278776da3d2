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
        WHERE c.oid IN (SELECT unnest($1::oid[]))),
     reference AS MATERIALIZED (
       SELECT c.oid, c.relnamespace, n.nspname, c.relname, a.attnum, a.attname, a.atttypid, guess.name, guess.place
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname LIKE '%\_id'
        CROSS JOIN LATERAL (SELECT left(a.attname, -3) AS name) stem
        CROSS JOIN LATERAL unnest(ARRAY[stem.name, stem.name || 's', stem.name || 'es', regexp_replace(stem.name, 'y$', 'ies')])
                WITH ORDINALITY AS guess (name, place)
        WHERE c.oid IN (SELECT unnest($1::oid[]))
          AND NOT c.relispartition
          -- The tenant's column is another rule's.
          AND a.attname IS DISTINCT FROM $2::text
          AND NOT EXISTS (SELECT FROM pg_constraint k
                           WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)))
SELECT DISTINCT ON (r.oid, r.attnum)
       'column' AS object_kind,
       format('%I.%I.%I', r.nspname, r.relname, r.attname) AS object_identity,
       'is named like a reference to ' || format('%I.%I', r.nspname, target.relname) || ', but no foreign key says so' AS message,
       format('ALTER TABLE %I.%I ADD FOREIGN KEY (%I) REFERENCES %1$I.%4$I', r.nspname, r.relname, r.attname, target.relname) AS cure_sql,
       format('%I.%I.%I', r.nspname, r.relname, r.attname) AS key
  FROM reference r
  JOIN target
    ON target.relname = r.name
   AND target.relnamespace = r.relnamespace
   AND target.atttypid = r.atttypid
   -- A key that is its own parent's is called id.
   AND NOT (target.oid = r.oid AND target.attname = r.attname)
 ORDER BY r.oid, r.attnum, r.place
