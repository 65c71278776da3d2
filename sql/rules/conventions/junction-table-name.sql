-- title: A table that joins two others and is not named after them
-- severity: info
-- set: strict
-- why: "{table1}_{table2}" tells what is joined; a name of its own is for what has a meaning of its own.
-- cure: Rename it, or say in the config what is agreed - conventions.junction.
-- reference: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
-- params: tables, junction_name
WITH junction AS (
       SELECT c.oid, n.nspname, c.relname, array_agg(p.relname ORDER BY k.conkey) AS joined
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_index x ON x.indrelid = c.oid AND (x.indisprimary OR x.indisunique)
          AND x.indnkeyatts = 2
         JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND cardinality(k.conkey) = 1
          AND k.conkey[1] IN (x.indkey[0], x.indkey[1])
         JOIN pg_class p ON p.oid = k.confrelid
        WHERE c.oid IN (SELECT unnest($1::oid[]))
          AND NOT c.relispartition
          -- Nothing but the two keys, and when or by whom: what has more is a thing of its own.
          AND NOT EXISTS (SELECT FROM pg_attribute a
                           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                             AND a.attnum <> ALL (x.indkey::int2[])
                             AND a.attname !~ '^(id|created_at|updated_at|created_by|updated_by)$')
        GROUP BY c.oid, n.nspname, c.relname, x.indexrelid
       HAVING count(*) = 2 AND count(DISTINCT k.confrelid) = 2)
SELECT 'table' AS object_kind,
       format('%I.%I', j.nspname, j.relname) AS object_identity,
       'only joins ' || j.joined[1] || ' and ' || j.joined[2] || ', but is not called ' || expected.name AS message,
       format('ALTER TABLE %I.%I RENAME TO %I', j.nspname, j.relname, expected.name) AS cure_sql,
       format('%I.%I', j.nspname, j.relname) AS key
  FROM junction j
 CROSS JOIN LATERAL (
       SELECT replace(replace($2::text, '{table1}', j.joined[1]), '{table2}', j.joined[2]) AS name) expected
 -- Either first, and either in the singular: users_roles, user_roles, roles_users.
 WHERE j.relname !~ ('^' || left(j.joined[1], 4) || '.*' || left(j.joined[2], 4))
   AND j.relname !~ ('^' || left(j.joined[2], 4) || '.*' || left(j.joined[1], 4))
