-- What `pg_dump --schema-only` leaves out, in the shape of its own entries: type, schema, tag, owner, text.

-- An index that CREATE INDEX CONCURRENTLY left behind: pg_dump skips it, the planner does not use it, writes pay for it.
SELECT 'INVALID INDEX' AS type, n.nspname AS schema, c.relname AS tag, pg_get_userbyid(c.relowner) AS owner,
       pg_get_indexdef(c.oid) AS text
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_class t ON t.oid = i.indrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT (i.indisvalid AND i.indisready)
   AND t.relkind IN ('r', 'm') AND t.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
UNION ALL
-- ALTER TABLE … DISABLE TRIGGER ALL also disables the triggers that enforce foreign keys.
SELECT 'DISABLED FK CONSTRAINT', n.nspname, c.relname || ' ' || k.conname, pg_get_userbyid(c.relowner),
       format('ALTER TABLE %I.%I DISABLE TRIGGER ALL', n.nspname, c.relname)
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.contype = 'f'
   AND EXISTS (SELECT FROM pg_trigger t
                WHERE t.tgconstraint = k.oid AND t.tgisinternal AND t.tgenabled <> 'O'
                  AND t.tgrelid IN (k.conrelid, k.confrelid))
UNION ALL
SELECT 'EXTENSION VERSION', NULL, e.extname, pg_get_userbyid(e.extowner),
       format('ALTER EXTENSION %I UPDATE TO %L', e.extname, e.extversion)
  FROM pg_extension e
 WHERE e.extname <> 'plpgsql'
 ORDER BY 1, 2, 3
