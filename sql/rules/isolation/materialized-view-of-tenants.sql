-- title: A materialized view of the rows of tenants
-- severity: error
-- why: It holds what its owner saw when it was refreshed, of all tenants, and can have no row security.
-- cure: Let the application read it through a security-barrier view that filters by tenant, and not itself.
-- reference: https://www.postgresql.org/docs/current/sql-creatematerializedview.html
-- params: tenant_tables, roles?
WITH RECURSIVE reads AS (
       SELECT DISTINCT d.refobjid AS relation, r.ev_class AS reader
         FROM pg_depend d
         JOIN pg_rewrite r ON r.oid = d.objid
        WHERE d.classid = 'pg_rewrite'::regclass
          AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid <> r.ev_class),
     path AS (
       SELECT c.oid AS relation, reads.reader
         FROM pg_class c
         JOIN reads ON reads.relation = c.oid
        WHERE c.oid IN (SELECT unnest($1::oid[]))
        UNION
       SELECT path.relation, reads.reader
         FROM path
         JOIN reads ON reads.relation = path.reader)
SELECT 'materialized view' AS object_kind,
       t.identity AS object_identity,
       'holds rows of ' || (SELECT string_agg(DISTINCT format('%I.%I', cn.nspname, c.relname), ', ')
                              FROM path
                              JOIN pg_class c ON c.oid = path.relation
                              JOIN pg_namespace cn ON cn.oid = c.relnamespace
                             WHERE path.reader = v.oid)
         || ' of every tenant, and ' || g.names || ' may read them' AS message,
       'REVOKE SELECT ON ' || t.identity || ' FROM ' || g.names AS cure_sql,
       t.identity AS key
  FROM pg_class v
  JOIN pg_namespace n ON n.oid = v.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, v.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT string_agg(DISTINCT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                         ', ') AS names
         FROM aclexplode(v.relacl) a
        WHERE a.privilege_type = 'SELECT'
          AND a.grantee <> v.relowner
          AND (a.grantee = 0
               OR $2::text[] IS NULL
               OR EXISTS (SELECT FROM pg_roles app
                           WHERE app.rolname = ANY ($2) AND NOT app.rolsuper
                             AND pg_has_role(app.oid, a.grantee, 'USAGE')))) g
 WHERE v.relkind = 'm'
   AND v.oid IN (SELECT path.reader FROM path)
   AND g.names IS NOT NULL
