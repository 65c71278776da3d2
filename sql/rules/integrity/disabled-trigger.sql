-- title: A trigger that is switched off
-- severity: error
-- why: What it kept true is not kept; for a foreign key's own triggers, rows that point at nothing are let in.
-- cure: Switch it on again, after a look at the rows that came in meanwhile.
-- reference: https://www.postgresql.org/docs/current/sql-altertable.html
-- params: tables
SELECT CASE WHEN k.oid IS NULL THEN 'trigger' ELSE 'fk constraint' END AS object_kind,
       CASE WHEN k.oid IS NULL THEN format('%I ON %s', min(g.tgname), t.identity) ELSE format('%s.%I', t.identity, k.conname) END AS object_identity,
       CASE WHEN k.oid IS NULL THEN 'is switched off' ELSE 'is not checked: its triggers are switched off' END AS message,
       CASE WHEN k.oid IS NULL THEN format('ALTER TABLE %s ENABLE TRIGGER %I', t.identity, min(g.tgname))
            ELSE format('ALTER TABLE %s ENABLE TRIGGER ALL', t.identity) END AS cure_sql,
       CASE WHEN k.oid IS NULL THEN format('%s.%I', t.identity, min(g.tgname)) ELSE format('%s.%I', t.identity, k.conname) END AS key
  FROM pg_trigger g
  JOIN pg_class c ON c.oid = g.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  LEFT JOIN pg_constraint k ON k.oid = g.tgconstraint AND g.tgisinternal
 WHERE g.tgenabled = 'D'
   AND c.oid IN (SELECT unnest($1::oid[]))
 GROUP BY t.identity, k.oid, k.conname, CASE WHEN k.oid IS NULL THEN g.oid END
