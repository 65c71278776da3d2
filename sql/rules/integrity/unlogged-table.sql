-- title: A table that a crash empties
-- severity: warning
-- why: An unlogged table is truncated when the server starts after a crash, and is not on its replicas.
-- cure: Make it a logged one, unless all in it can be made again.
-- reference: https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-UNLOGGED
-- params: tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'is UNLOGGED: a crash empties it' AS message,
       'ALTER TABLE ' || t.identity || ' SET LOGGED' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND c.relpersistence = 'u'
   AND c.relkind = 'r'
