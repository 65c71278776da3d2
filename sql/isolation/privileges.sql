-- What each of the roles $2 may do with each of the relations $1 (oids). A schema that a role may not use hides what is in it.
SELECT c.oid::int8::text AS relation, r.rolname AS role,
       u.usable AND has_any_column_privilege(r.oid, c.oid, 'SELECT') AS read,
       ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND u.usable
                AND has_column_privilege(r.oid, c.oid, a.attnum, 'INSERT'))::text[] AS insert,
       ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND u.usable
                AND has_column_privilege(r.oid, c.oid, a.attnum, 'UPDATE'))::text[] AS update,
       ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND u.usable
                AND has_column_privilege(r.oid, c.oid, a.attnum, 'SELECT'))::text[] AS select,
       u.usable AND has_table_privilege(r.oid, c.oid, 'DELETE') AS delete,
       u.usable AND has_table_privilege(r.oid, c.oid, 'TRUNCATE') AS truncate,
       u.usable AND pg_has_role(r.oid, c.relowner, 'USAGE') AS owns,
       EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
                  AND (0 = ANY (p.polroles) OR EXISTS (SELECT FROM unnest(p.polroles) g WHERE g <> 0 AND pg_has_role(r.oid, g, 'USAGE')))) AS addressed
  FROM pg_class c
  CROSS JOIN pg_roles r
  CROSS JOIN LATERAL (SELECT has_schema_privilege(r.oid, c.relnamespace, 'USAGE') AS usable) u
 WHERE c.oid = ANY ($1::oid[]) AND c.relkind <> 'S' AND r.rolname = ANY ($2)
