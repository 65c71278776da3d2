-- title: An extension in the schema public
-- severity: info
-- set: strict
-- why: Its functions mix with the project's own, and are there for everyone who may use the schema.
-- cure: Keep extensions in a schema of their own.
-- reference: https://www.postgresql.org/docs/current/sql-alterextension.html
SELECT 'extension' AS object_kind,
       quote_ident(e.extname) AS object_identity,
       'is in the schema public' AS message,
       CASE WHEN e.extrelocatable THEN
            E'CREATE SCHEMA IF NOT EXISTS extensions;\nALTER EXTENSION ' || quote_ident(e.extname) || ' SET SCHEMA extensions' END AS cure_sql,
       quote_ident(e.extname) AS key
  FROM pg_extension e
  JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE n.nspname = 'public'
