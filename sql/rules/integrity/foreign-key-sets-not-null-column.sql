-- title: ON DELETE SET NULL on a column that is NOT NULL
-- severity: error
-- why: Deleting the row it points at fails, always: the foreign key sets what the column refuses. In a composite key it is
--   often the tenant's column that may not be null.
-- cure: Let the column be null, name the columns to be set (ON DELETE SET NULL (column), from PostgreSQL 15), or choose
--   another action.
-- reference: https://www.postgresql.org/docs/current/ddl-constraints.html
-- params: tables
SELECT 'fk constraint' AS object_kind,
       format('%s.%I', t.identity, k.conname) AS object_identity,
       'sets ' || s.columns || ' to null when what it points at is deleted, but ' || s.strict || ' is NOT NULL' AS message,
       CASE WHEN s.loose IS NOT NULL AND current_setting('server_version_num')::int >= 150000
            THEN format(E'ALTER TABLE %s DROP CONSTRAINT %I;\nALTER TABLE %1$s ADD CONSTRAINT %2$I %3$s', t.identity, k.conname,
                        regexp_replace(pg_get_constraintdef(k.oid), 'ON DELETE SET NULL( \([^)]*\))?',
                                       'ON DELETE SET NULL (' || s.loose || ')'))
            WHEN s.loose IS NULL AND NOT s.in_key THEN format('ALTER TABLE %s ', t.identity) || s.drops END AS cure_sql,
       format('%s.%I', t.identity, k.conname) AS key
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.relname) AS identity) t
 CROSS JOIN LATERAL (
       SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
              string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attnotnull) AS strict,
              string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE NOT a.attnotnull) AS loose,
              string_agg(format('ALTER COLUMN %I DROP NOT NULL', a.attname), ', ' ORDER BY a.attnum) AS drops,
              bool_or(a.attnum = ANY (x.indkey::int2[])) AS in_key
         FROM pg_attribute a
         LEFT JOIN pg_index x ON x.indrelid = c.oid AND x.indisprimary
        WHERE a.attrelid = c.oid
          AND CASE WHEN jsonb_typeof(to_jsonb(k) -> 'confdelsetcols') = 'array'
                   THEN to_jsonb(k) -> 'confdelsetcols' @> to_jsonb(a.attnum)
                   ELSE a.attnum = ANY (k.conkey) END) s
 WHERE k.contype = 'f'
   AND k.confdeltype = 'n'
   AND k.conparentid = 0
   AND c.oid IN (SELECT unnest($1::oid[]))
   AND s.strict IS NOT NULL
