-- title: Foreign key without an index
-- severity: warning
-- why: Each delete or key update of a referenced row reads the whole referencing table, and holds locks meanwhile.
-- cure: Create an index that begins with the foreign key's columns, in any order.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK
-- params: tables
SELECT 'fk constraint' AS object_kind,
       format('%s.%I', t.identity, k.conname) AS object_identity,
       'no index of ' || t.identity || ' begins with ' || t.columns AS message,
       'CREATE INDEX ' || CASE WHEN c.relkind = 'p' THEN '' ELSE 'CONCURRENTLY ' END
         || 'ON ' || t.identity || ' (' || t.columns || ')' AS cure_sql,
       format('%s.%I', t.identity, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
       SELECT format('%I.%I', n.nspname, c.relname) AS identity,
              (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY col.place)
                 FROM unnest(k.conkey) WITH ORDINALITY AS col (attnum, place)
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = col.attnum) AS columns) t
 WHERE k.contype = 'f'
   AND k.conparentid = 0
   AND c.oid IN (SELECT unnest($1::oid[]))
   AND NOT EXISTS (
         SELECT FROM pg_index x
           JOIN pg_class i ON i.oid = x.indexrelid
           JOIN pg_am am ON am.oid = i.relam
          WHERE x.indrelid = c.oid
            AND x.indisvalid
            AND am.amname IN ('btree', 'hash')
            AND x.indnkeyatts >= cardinality(k.conkey)
            -- The index vector counts from 0.
            AND (x.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
            AND (x.indkey::int2[])[0:cardinality(k.conkey) - 1] <@ k.conkey
            -- The server looks children up by equality, which no null fulfils.
            AND (x.indpred IS NULL
                 OR cardinality(k.conkey) = 1
                    AND pg_get_expr(x.indpred, x.indrelid) = '(' || t.columns || ' IS NOT NULL)'))
