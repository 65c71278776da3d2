-- title: A function that names another tenant's schema
-- severity: error
-- why: What it does, it does to the other tenant's rows, or with search_path in the other's schema.
-- cure: Name nothing by a tenant's schema; let search_path, or an argument, say whose it is.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html
-- params: tenant_schemas
WITH tenant AS MATERIALIZED (SELECT name FROM unnest($1::text[]) AS name),
     function AS (
       SELECT p.oid, n.nspname, p.prosrc, p.proconfig
         FROM pg_proc p
         JOIN pg_namespace n ON n.oid = p.pronamespace
         JOIN pg_language l ON l.oid = p.prolang AND l.lanname NOT IN ('c', 'internal')
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'),
     mention AS (
       SELECT f.oid, m.word[1] AS name
         FROM function f
        CROSS JOIN LATERAL regexp_matches(f.prosrc, '\m([[:alpha:]_][\w$]*)"?\.', 'g') AS m (word)
        WHERE f.nspname IN (SELECT name FROM tenant)
        UNION
       SELECT f.oid, trim(part, ' "')
         FROM function f
        CROSS JOIN unnest(f.proconfig) AS c (entry)
        CROSS JOIN unnest(string_to_array(substring(c.entry FROM '^search_path=(.*)$'), ',')) AS part)
SELECT 'function' AS object_kind,
       f.oid::regprocedure::text AS object_identity,
       'names the schema ' || string_agg(DISTINCT quote_ident(m.name), ', ')
         || CASE WHEN f.nspname IN (SELECT name FROM tenant) THEN ', of another tenant' ELSE ', of a tenant, for all of them' END AS message,
       NULL AS cure_sql,
       f.oid::regprocedure::text AS key
  FROM function f
  JOIN mention m ON m.oid = f.oid
  JOIN tenant ON tenant.name = m.name AND tenant.name <> f.nspname
 GROUP BY f.oid, f.nspname
