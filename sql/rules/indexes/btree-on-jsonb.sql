-- title: A B-tree on a jsonb column
-- severity: warning
-- why: It serves only comparisons of the whole document, and refuses documents of more than some 2.7 kB.
-- cure: Use a GIN index, or a B-tree on the field that is asked for.
-- reference: https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING
-- params: tables
SELECT 'index' AS object_kind,
       format('%I.%I', n.nspname, i.relname) AS object_identity,
       'is a B-tree on the whole document ' || quote_ident(a.attname) AS message,
       format('DROP INDEX %I.%I', n.nspname, i.relname)
         || format(E';\nCREATE INDEX %I ON %I.%I USING gin (%I jsonb_path_ops)', i.relname, n.nspname, c.relname, a.attname) AS cure_sql,
       format('%I.%I', n.nspname, i.relname) AS key
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class c ON c.oid = x.indrelid
  JOIN pg_namespace n ON n.oid = i.relnamespace
  JOIN pg_am am ON am.oid = i.relam AND am.amname = 'btree'
  JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0] AND a.atttypid = 'jsonb'::regtype
 WHERE x.indrelid IN (SELECT unnest($1::oid[]))
   AND x.indnatts = 1
   AND NOT x.indisunique
   AND NOT i.relispartition
