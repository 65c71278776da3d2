-- title: A schema in which everyone may create
-- severity: warning
-- why: Whoever can connect may put a function or a table there that others then call or read by mistake.
-- cure: Revoke CREATE from PUBLIC.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATTERNS
-- params: schemas
SELECT 'schema' AS object_kind,
       quote_ident(n.nspname) AS object_identity,
       'everyone may create objects in it' AS message,
       'REVOKE CREATE ON SCHEMA ' || quote_ident(n.nspname) || ' FROM PUBLIC' AS cure_sql,
       quote_ident(n.nspname) AS key
  FROM pg_namespace n
 WHERE n.nspname = ANY ($1::text[])
   AND EXISTS (SELECT FROM aclexplode(n.nspacl) a WHERE a.grantee = 0 AND a.privilege_type = 'CREATE')
