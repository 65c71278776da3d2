-- title: A table without a column that all of its kind have
-- severity: warning
-- why: The config says which columns tables have to have (conventions.columns): programs rely on them.
-- cure: Add the column, or name the table under except.
-- reference: https://www.postgresql.org/docs/current/ddl-alter.html
-- params: tables, standard_columns
WITH wanted AS (
       SELECT s.entry ->> 'tables' AS tables, s.entry -> 'except' AS except, w.key AS name, w.value AS type
         FROM jsonb_array_elements($2::text::jsonb) AS s (entry)
        CROSS JOIN jsonb_each_text(s.entry -> 'columns') AS w)
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       CASE WHEN a.attname IS NULL THEN 'has no column ' || quote_ident(w.name) || coalesce(' ' || w.type, '')
            ELSE quote_ident(w.name) || ' is ' || format_type(a.atttypid, a.atttypmod) || ', not ' || w.type END AS message,
       CASE WHEN a.attname IS NOT NULL THEN format('ALTER TABLE %s ALTER COLUMN %I TYPE %s', t.identity, w.name, w.type)
            WHEN w.type IS NOT NULL THEN format('ALTER TABLE %s ADD COLUMN %I %s', t.identity, w.name, w.type) END AS cure_sql,
       t.identity || '.' || quote_ident(w.name) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (SELECT n.nspname || '.' || c.relname AS plain) p
  -- A pattern with * for any text, as LIKE has it.
  JOIN wanted w ON p.plain LIKE replace(replace(replace(w.tables, E'\\', E'\\\\'), '_', E'\\_'), '*', '%')
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = w.name AND NOT a.attisdropped AND a.attnum > 0
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(w.except) AS e (pattern)
                    WHERE p.plain LIKE replace(replace(replace(e.pattern, E'\\', E'\\\\'), '_', E'\\_'), '*', '%'))
   AND (a.attname IS NULL OR format_type(a.atttypid, a.atttypmod) <> w.type)
