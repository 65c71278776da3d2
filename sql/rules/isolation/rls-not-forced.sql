-- title: Row security that the owner passes by
-- severity: warning
-- why: A table's owner, and every role that may act as the owner, is exempt unless row security is forced.
-- cure: Force row security.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'row security is not forced: its owner ' || quote_ident(pg_get_userbyid(c.relowner)) || ' sees every row' AS message,
       'ALTER TABLE ' || t.identity || ' FORCE ROW LEVEL SECURITY' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND c.relrowsecurity
   AND NOT c.relforcerowsecurity
   AND NOT c.relispartition
