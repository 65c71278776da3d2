-- How the sizes went, day by day: of the database, of schemas, and of tables. $1: since how many days; $2: only this
-- schema, or null; $3: 'database', 'schema' or 'table'.
SELECT CASE WHEN h.schema = '' THEN current_database()::text
            WHEN h.name = '' THEN h.schema ELSE format('%I.%I', h.schema, h.name) END AS identity,
       h.at,
       h.bytes::float8 AS bytes,
       h.rows
  FROM pgplumb.size_history h
 WHERE h.at > now() - make_interval(days => $1::int)
   AND ($2::text IS NULL OR h.schema = $2)
   AND CASE $3::text WHEN 'database' THEN h.schema = '' AND h.name = ''
                     WHEN 'schema' THEN h.schema <> '' AND h.name = ''
                     ELSE h.name <> '' END
   AND h.schema <> 'pgplumb'
 ORDER BY 1, h.at
