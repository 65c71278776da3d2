-- title: A foreign table with the rows of tenants
-- severity: warning
-- why: Row security does not exist for foreign tables: whoever may read it reads what the other server shows its login.
-- cure: Let the application read it through a security-barrier view that filters by tenant, and not itself.
-- reference: https://www.postgresql.org/docs/current/sql-createforeigntable.html
-- params: tenant_column, schemas, roles?
SELECT 'foreign table' AS object_kind,
       t.identity AS object_identity,
       'has the column ' || quote_ident($1::text) || ', can have no row security, and ' || g.names || ' may read it' AS message,
       'REVOKE SELECT ON ' || t.identity || ' FROM ' || g.names AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $1::text AND NOT a.attisdropped
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT string_agg(DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                         ', ') AS names
         FROM aclexplode(c.relacl) a
        WHERE a.privilege_type = 'SELECT'
          AND a.grantee <> c.relowner
          AND (a.grantee = 0
               OR $3::text[] IS NULL
               OR EXISTS (SELECT FROM pg_roles app
                           WHERE app.rolname = ANY ($3) AND NOT app.rolsuper
                             AND pg_has_role(app.oid, a.grantee, 'USAGE')))) g
 WHERE c.relkind = 'f'
   AND n.nspname = ANY ($2::text[])
   AND g.names IS NOT NULL
