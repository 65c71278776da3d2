-- title: An application role that owns what it must be kept from
-- severity: error
-- why: A table's owner may switch its row security off, drop its policies and, unless it is forced, passes it by.
-- cure: Let another role own the table, or take the membership in the owner away.
-- reference: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
-- params: tenant_tables, roles
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'the application role ' || quote_ident(app.rolname)
         || CASE WHEN app.oid = c.relowner THEN ' owns it' ELSE ' can become its owner ' || quote_ident(owner.rolname) END
         || ': it can switch row security off' AS message,
       CASE WHEN app.oid <> c.relowner
            THEN (SELECT string_agg(format('REVOKE %I FROM %I', held.rolname, app.rolname), E';\n')
                    FROM pg_auth_members m
                    JOIN pg_roles held ON held.oid = m.roleid
                   WHERE m.member = app.oid AND pg_has_role(held.oid, c.relowner, 'MEMBER'))
            WHEN NOT pg_has_role(app.oid, d.datdba, 'MEMBER')
            THEN format('ALTER TABLE %s OWNER TO %I', t.identity, pg_get_userbyid(d.datdba)) END AS cure_sql,
       t.identity || ' by ' || quote_ident(app.rolname) AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_roles owner ON owner.oid = c.relowner
  JOIN pg_database d ON d.datname = current_database()
  JOIN pg_roles app ON app.rolname = ANY ($2::text[]) AND NOT app.rolsuper
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND c.relrowsecurity
   AND pg_has_role(app.oid, c.relowner, 'MEMBER')
