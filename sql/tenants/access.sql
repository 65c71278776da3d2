-- Where what roles ($1) may do in schemas ($2) differs from what is declared: of each role ($3) on each kind ($4) a
-- privilege ($5), and none on the tables ($7) that are excepted for a role ($6). Owners may do everything anyway.
WITH schemas AS MATERIALIZED (
  SELECT oid, nspname, nspowner, nspacl FROM pg_catalog.pg_namespace WHERE nspname = ANY ($2)),
roles AS (SELECT oid, rolname::text AS role FROM pg_catalog.pg_roles WHERE rolname = ANY ($1)),
declared AS (
  SELECT role, kind, pg_catalog.array_agg(privilege) AS privileges
    FROM unnest($3::text[], $4::text[], $5::text[]) AS d (role, kind, privilege) GROUP BY role, kind),
excepted AS (SELECT * FROM unnest($6::text[], $7::text[]) AS e (role, name)),
extensions AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'),
objects AS (
  SELECT s.oid AS nsp, 'schema' AS kind, s.oid, NULL::text AS name, s.nspowner AS owner, s.nspacl AS acl FROM schemas s
  UNION ALL
  SELECT s.oid, CASE c.relkind WHEN 'S' THEN 'sequences' ELSE 'tables' END, c.oid, c.relname, c.relowner, c.relacl
    FROM schemas s JOIN pg_catalog.pg_class c ON c.relnamespace = s.oid
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
     AND (1259, c.oid) NOT IN (SELECT classid, objid FROM extensions)
  UNION ALL
  SELECT s.oid, 'functions', p.oid, p.proname, p.proowner, p.proacl
    FROM schemas s JOIN pg_catalog.pg_proc p ON p.pronamespace = s.oid
   WHERE (1255, p.oid) NOT IN (SELECT classid, objid FROM extensions)
  UNION ALL
  SELECT s.oid, k.kind, NULL, NULL, s.nspowner, d.defaclacl
    FROM schemas s
   CROSS JOIN (VALUES ('future tables', 'r'), ('future sequences', 'S'), ('future functions', 'f')) AS k (kind, code)
    LEFT JOIN pg_catalog.pg_default_acl d
      ON d.defaclnamespace = s.oid AND d.defaclrole = s.nspowner AND d.defaclobjtype = k.code::"char"),
compared AS (
  SELECT o.*, r.oid AS grantee, r.role, coalesce(w.privileges, '{}') AS wanted, coalesce(h.privileges, '{}') AS held
    FROM objects o
   CROSS JOIN roles r
    LEFT JOIN LATERAL (
      SELECT d.privileges FROM declared d
       WHERE d.role = r.role AND d.kind = pg_catalog.replace(o.kind, 'future ', '')
         AND NOT (o.kind = 'tables' AND EXISTS (SELECT FROM excepted e WHERE e.role = r.role AND e.name = o.name))) w ON true
    LEFT JOIN LATERAL (
      SELECT pg_catalog.array_agg(a.privilege_type) AS privileges FROM pg_catalog.aclexplode(o.acl) a WHERE a.grantee = r.oid) h ON true
   WHERE o.owner <> r.oid)
SELECT s.nspname::text AS schema, pg_catalog.pg_get_userbyid(s.nspowner)::text AS owner, c.role, c.kind,
       CASE c.kind WHEN 'functions'
            THEN pg_catalog.format('%I(%s)', c.name, pg_catalog.pg_get_function_identity_arguments(c.oid))
            ELSE pg_catalog.quote_ident(c.name) END AS object,
       ARRAY(SELECT unnest(c.wanted) EXCEPT SELECT unnest(c.held) ORDER BY 1) AS missing,
       ARRAY(SELECT unnest(c.held) EXCEPT SELECT unnest(c.wanted) ORDER BY 1) AS extra,
       -- What a REVOKE on a table takes away with it.
       CASE WHEN c.kind = 'tables' AND NOT c.held <@ c.wanted THEN ARRAY(
         SELECT pg_catalog.format('%s (%s)', x.privilege_type, pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum))
           FROM pg_catalog.pg_attribute a, pg_catalog.aclexplode(a.attacl) x
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND x.grantee = c.grantee AND x.privilege_type <> ALL (c.wanted)
          GROUP BY x.privilege_type) ELSE '{}' END AS columns
  FROM compared c JOIN schemas s ON s.oid = c.nsp
 WHERE NOT (c.wanted <@ c.held AND c.held <@ c.wanted)
 ORDER BY s.nspname, c.role, c.kind, c.name
