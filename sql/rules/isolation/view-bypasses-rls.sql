-- title: A view that reads a protected table with its owner's rights
-- severity: error
-- why: A view reads its tables as its owner; where row security does not bind the owner, the view shows every row.
-- cure: Make it a security_invoker view (from PostgreSQL 15), or let a role own it that row security binds.
-- reference: https://www.postgresql.org/docs/current/sql-createview.html
-- params: tenant_tables, roles?
WITH RECURSIVE reads AS (
       SELECT DISTINCT d.refobjid AS relation, r.ev_class AS view
         FROM pg_depend d
         JOIN pg_rewrite r ON r.oid = d.objid
        WHERE d.classid = 'pg_rewrite'::regclass
          AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid <> r.ev_class),
     view AS (
       SELECT v.oid, v.relowner, v.relnamespace, v.relname, v.relacl,
              coalesce((SELECT o.option_value::boolean FROM pg_options_to_table(v.reloptions) o
                         WHERE o.option_name = 'security_invoker'), false) AS invoker
         FROM pg_class v
        WHERE v.relkind = 'v'),
     -- An invoker view passes the rights of whoever reads it down; so the view above it is the one that counts.
     path AS (
       SELECT c.oid AS relation, view.oid AS view, view.invoker
         FROM pg_class c
         JOIN reads ON reads.relation = c.oid
         JOIN view ON view.oid = reads.view
        WHERE c.oid IN (SELECT unnest($1::oid[])) AND c.relrowsecurity
        UNION
       SELECT path.relation, view.oid, view.invoker
         FROM path
         JOIN reads ON reads.relation = path.view
         JOIN view ON view.oid = reads.view
        WHERE path.invoker)
SELECT 'view' AS object_kind,
       t.identity AS object_identity,
       'reads ' || string_agg(DISTINCT format('%I.%I', cn.nspname, c.relname), ', ') || ' as its owner '
         || quote_ident(owner.rolname) || ', whom row security does not bind' AS message,
       CASE WHEN current_setting('server_version_num')::int >= 150000
            THEN 'ALTER VIEW ' || t.identity || ' SET (security_invoker = true)' END AS cure_sql,
       t.identity AS key
  FROM path
  JOIN view ON view.oid = path.view AND NOT view.invoker
  JOIN pg_namespace n ON n.oid = view.relnamespace
  JOIN pg_roles owner ON owner.oid = view.relowner
  JOIN pg_class c ON c.oid = path.relation
  JOIN pg_namespace cn ON cn.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, view.relname) AS identity) t
 WHERE (owner.rolsuper OR owner.rolbypassrls
        OR NOT c.relforcerowsecurity AND pg_has_role(owner.oid, c.relowner, 'USAGE'))
   AND CASE WHEN $2::text[] IS NULL
            THEN EXISTS (SELECT FROM aclexplode(view.relacl) a WHERE a.grantee <> view.relowner)
            ELSE EXISTS (SELECT FROM pg_roles app
                          WHERE app.rolname = ANY ($2)
                            AND has_table_privilege(app.oid, view.oid, 'SELECT, INSERT, UPDATE, DELETE')) END
 GROUP BY t.identity, owner.rolname
