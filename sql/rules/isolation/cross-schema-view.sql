-- title: A view that reads another tenant's schema
-- severity: error
-- why: A view reads with its owner's rights: the tenant sees the other's rows.
-- cure: Create the view anew with search_path set to the tenant's own schema.
-- reference: https://www.postgresql.org/docs/current/ddl-schemas.html
-- params: tenant_schemas
SELECT CASE WHEN v.relkind = 'm' THEN 'materialized view' ELSE 'view' END AS object_kind,
       format('%I.%I', n.nspname, v.relname) AS object_identity,
       'reads ' || string_agg(DISTINCT format('%I.%I', cn.nspname, c.relname), ', ') || ', of another tenant' AS message,
       NULL AS cure_sql,
       format('%I.%I', n.nspname, v.relname) AS key
  FROM pg_class v
  JOIN pg_namespace n ON n.oid = v.relnamespace
  JOIN pg_rewrite r ON r.ev_class = v.oid
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  JOIN pg_class c ON c.oid = d.refobjid
  JOIN pg_namespace cn ON cn.oid = c.relnamespace
 WHERE v.relkind IN ('v', 'm')
   AND n.nspname = ANY ($1::text[])
   AND cn.nspname = ANY ($1::text[])
   AND n.oid <> cn.oid
 GROUP BY v.relkind, n.nspname, v.relname
