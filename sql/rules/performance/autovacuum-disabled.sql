-- title: A table that autovacuum leaves alone
-- severity: warning
-- why: Dead rows stay, statistics age, and at last the server vacuums it all at once against wraparound.
-- cure: Reset the setting; make autovacuum gentler where it disturbs.
-- reference: https://www.postgresql.org/docs/current/routine-vacuuming.html
-- params: tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has autovacuum switched off' AS message,
       'ALTER TABLE ' || t.identity || ' RESET (autovacuum_enabled)' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND EXISTS (SELECT FROM pg_options_to_table(c.reloptions) o
                WHERE o.option_name = 'autovacuum_enabled' AND NOT o.option_value::boolean)
