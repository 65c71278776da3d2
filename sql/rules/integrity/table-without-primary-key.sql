-- title: Table without a primary key
-- severity: warning
-- why: Its rows cannot be told apart: no foreign key can point at them, and logical replication cannot update them.
-- cure: Add a primary key.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables
SELECT 'table' AS object_kind,
       t.identity AS object_identity,
       'has no primary key' AS message,
       CASE WHEN candidate.name IS NOT NULL
            THEN 'ALTER TABLE ' || t.identity || ' ADD PRIMARY KEY USING INDEX ' || quote_ident(candidate.name)
            WHEN id.free AND c.relkind = 'r'
            THEN 'ALTER TABLE ' || t.identity || ' ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY' END AS cure_sql,
       t.identity AS key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'id') AS free) id
  -- A unique index on columns that are never null is a primary key but for the name.
  LEFT JOIN LATERAL (
       SELECT i.relname AS name
         FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid
        WHERE x.indrelid = c.oid
          AND c.relkind = 'r'
          AND x.indisunique AND x.indisvalid AND x.indimmediate AND x.indpred IS NULL AND x.indexprs IS NULL
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid)
          AND NOT EXISTS (SELECT FROM pg_attribute a
                           WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey::int2[]) AND NOT a.attnotnull)
          AND NOT EXISTS (SELECT FROM unnest(x.indoption::int2[]) AS o (bits) WHERE o.bits <> 0)
        ORDER BY x.indnkeyatts, i.relname
        LIMIT 1) candidate ON true
 WHERE c.oid IN (SELECT unnest($1::oid[]))
   AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary)
