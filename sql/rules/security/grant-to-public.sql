-- title: A table that everyone may write
-- severity: warning
-- why: Every role that can connect has what PUBLIC has, those yet to be made included.
-- cure: Revoke it from PUBLIC, and grant it to the roles that need it.
-- reference: https://www.postgresql.org/docs/current/ddl-priv.html
-- params: schemas
SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
                      WHEN 'S' THEN 'sequence' ELSE 'table' END AS object_kind,
       t.identity AS object_identity,
       string_agg(DISTINCT a.privilege_type, ', ') || ' is granted to PUBLIC' AS message,
       'REVOKE ' || string_agg(DISTINCT a.privilege_type, ', ') || ' ON '
         || CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || t.identity || ' FROM PUBLIC' AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL aclexplode(c.relacl) a
 WHERE n.nspname = ANY ($1::text[])
   AND a.grantee = 0
   AND a.privilege_type <> 'SELECT'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 GROUP BY c.relkind, t.identity
