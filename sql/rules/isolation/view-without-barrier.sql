-- title: A view that filters by tenant without being a security barrier
-- severity: warning
-- why: The planner may run a function of whoever queries the view before the view's own condition, on the rows of all
--   tenants.
-- cure: Make the view a security barrier, or a security_invoker view over tables with row security.
-- reference: https://www.postgresql.org/docs/current/rules-privileges.html
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
SELECT 'view' AS object_kind,
       t.identity AS object_identity,
       'filters the rows of tenants by a setting, but is no security barrier' AS message,
       'ALTER VIEW ' || t.identity || ' SET (security_barrier = true)' AS cure_sql,
       t.identity AS key
  FROM pg_class v
  JOIN pg_namespace n ON n.oid = v.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, v.relname) AS identity) t
 WHERE v.relkind = 'v'
   AND v.oid IN (SELECT path.reader FROM path)
   AND NOT EXISTS (SELECT FROM pg_options_to_table(v.reloptions) o
                    WHERE o.option_name IN ('security_barrier', 'security_invoker') AND o.option_value::boolean)
   AND pg_get_viewdef(v.oid) ~ 'current_setting\('
   AND CASE WHEN $2::text[] IS NULL
            THEN EXISTS (SELECT FROM aclexplode(v.relacl) a WHERE a.grantee <> v.relowner)
            ELSE EXISTS (SELECT FROM pg_roles app
                          WHERE app.rolname = ANY ($2) AND has_table_privilege(app.oid, v.oid, 'SELECT')) END
