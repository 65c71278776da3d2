-- title: An application role that may more than use the database
-- severity: error
-- why: What the application signs in as is what an attacker has: it should neither make roles nor databases, nor replicate.
-- cure: Take the attributes from the role.
-- reference: https://www.postgresql.org/docs/current/role-attributes.html
-- params: roles
SELECT 'role' AS object_kind,
       quote_ident(r.rolname) AS object_identity,
       'has ' || string_agg(x.attribute, ', ') AS message,
       format('ALTER ROLE %I ', r.rolname) || string_agg('NO' || x.attribute, ' ') AS cure_sql,
       quote_ident(r.rolname) AS key
  FROM pg_roles r
 CROSS JOIN LATERAL (
       VALUES ('SUPERUSER', r.rolsuper), ('CREATEROLE', r.rolcreaterole), ('CREATEDB', r.rolcreatedb),
              ('REPLICATION', r.rolreplication)) AS x (attribute, has)
 WHERE r.rolname = ANY ($1::text[])
   AND x.has
 GROUP BY r.rolname
