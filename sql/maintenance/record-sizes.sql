-- Records the size of the database, of every schema, and of the 100 largest tables with their indexes, as of now. It
-- goes by relpages, for to ask 6,000 tables for their size takes a second, and waits for locks.
WITH part AS (
       SELECT c.oid AS relation, unnest(ARRAY[c.oid, c.reltoastrelid]) AS oid
         FROM pg_class c
        WHERE c.relkind IN ('r', 'm')),
     whole AS (
       SELECT file.relation, sum(file.relpages) * current_setting('block_size')::float8 AS bytes
         FROM (SELECT part.relation, c.relpages
                 FROM part
                 JOIN pg_class c ON c.oid = part.oid
                UNION ALL
               SELECT part.relation, i.relpages
                 FROM part
                 JOIN pg_index x ON x.indrelid = part.oid
                 JOIN pg_class i ON i.oid = x.indexrelid) file
        GROUP BY file.relation),
     tables AS (
       SELECT n.nspname AS schema, c.relname AS name, whole.bytes, greatest(c.reltuples, 0)::float8 AS rows
         FROM whole
         JOIN pg_class c ON c.oid = whole.relation
         JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')
INSERT INTO pgplumb.size_history (at, schema, name, bytes, rows)
SELECT now(), '', '', pg_database_size(current_database()), (SELECT coalesce(sum(rows), 0) FROM tables)
 UNION ALL
SELECT now(), schema, '', sum(bytes), sum(rows) FROM tables GROUP BY schema
 UNION ALL
(SELECT now(), schema, name, bytes, rows FROM tables ORDER BY bytes DESC, schema, name LIMIT 100)
    ON CONFLICT DO NOTHING
