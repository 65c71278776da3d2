-- title: updated_at that nothing updates
-- severity: warning
-- why: Without a trigger the column is only as true as every statement that ever writes the row.
-- cure: Add a BEFORE UPDATE trigger that sets it.
-- reference: https://www.postgresql.org/docs/current/plpgsql-trigger.html
-- params: tables, updated_at_column?
WITH setter AS MATERIALIZED (
       SELECT p.pronamespace, format('%I.%I', n.nspname, p.proname) AS name,
              row_number() OVER (ORDER BY (SELECT count(*) FROM pg_trigger u WHERE u.tgfoid = p.oid) DESC, p.oid) AS place
         FROM pg_proc p
         JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prorettype = 'trigger'::regtype
          AND n.nspname !~ '^pg_'
          AND p.prosrc ~* ('\mNEW\.' || coalesce($2::text, 'updated_at') || '\M'))
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'no trigger sets ' || quote_ident(a.attname) || ' when a row is updated' AS message,
       CASE WHEN f.name IS NULL
            THEN format(E'CREATE FUNCTION %I.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS\n'
                        || E'''BEGIN NEW.%I := now(); RETURN NEW; END'';\n', n.nspname, a.attname) ELSE '' END
         || format('CREATE TRIGGER set_updated_at BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s()',
                   t.identity, coalesce(f.name, format('%I.set_updated_at', n.nspname))) AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a
    ON a.attrelid = c.oid AND a.attname = coalesce($2::text, 'updated_at') AND NOT a.attisdropped
   AND a.attgenerated = ''
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  -- The function that most tables use already, of this schema first.
  LEFT JOIN LATERAL (
       SELECT setter.name
         FROM setter
        ORDER BY setter.pronamespace = n.oid DESC, setter.place
        LIMIT 1) f ON true
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (
         SELECT FROM pg_trigger g
           JOIN pg_proc p ON p.oid = g.tgfoid
          WHERE g.tgrelid = c.oid
            AND g.tgenabled IN ('O', 'A')
            -- Bits of tgtype: 1 each row, 2 before, 16 update.
            AND g.tgtype & 19 = 19
            AND (p.prosrc ~* ('\m' || a.attname || '\M')
                 OR encode(g.tgargs, 'escape') ~ ('\m' || a.attname || '\M')))
