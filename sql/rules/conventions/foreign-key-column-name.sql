-- title: A foreign key's column that does not say what it points at
-- severity: info
-- set: strict
-- why: "{table}_id" tells a reader, and a program that makes queries, where to look.
-- cure: Rename it, or say in the config what is agreed - conventions.foreignKey.
-- reference: https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS
-- params: tables, foreign_key_name
SELECT 'column' AS object_kind,
       format('%s.%I', t.identity, a.attname) AS object_identity,
       'points at ' || format('%I.%I', pn.nspname, p.relname) || ', but is not called ' || expected.name || ', or something_' || expected.name AS message,
       CASE WHEN NOT EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = expected.name)
            THEN format('ALTER TABLE %s RENAME COLUMN %I TO %I', t.identity, a.attname, expected.name) END AS cure_sql,
       format('%s.%I', t.identity, a.attname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
  JOIN pg_class p ON p.oid = k.confrelid
  JOIN pg_namespace pn ON pn.oid = p.relnamespace
  JOIN pg_attribute pk ON pk.attrelid = p.oid AND pk.attnum = k.confkey[1]
 CROSS JOIN LATERAL (
       SELECT replace($2::text, '{table}',
              CASE WHEN p.relname ~ 'ies$' THEN regexp_replace(p.relname, 'ies$', 'y')
                   WHEN p.relname ~ '(ss|x|z|ch|sh)es$' THEN regexp_replace(p.relname, 'es$', '')
                   WHEN p.relname ~ '(uses|ases)$' THEN regexp_replace(p.relname, 'es$', '')
                   WHEN p.relname ~ '[^s]s$' THEN regexp_replace(p.relname, 's$', '') ELSE p.relname END) AS name) expected
 WHERE k.contype = 'f'
   AND cardinality(k.conkey) = 1
   AND k.conparentid = 0
   AND c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   -- A natural key keeps its name, and a table's own key that is another's is called id.
   AND pk.attname = 'id'
   AND a.attname <> 'id'
   AND a.attname <> expected.name
   -- billing_company_id; company_id for sales_companies; parent_id, created_by, owner_id: a role says more than the table.
   AND a.attname !~ '_id$'
   AND a.attname !~ '_by$'
