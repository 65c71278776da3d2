-- The relations that hold the rows of table $1 (oid): itself, its partitions, and tables that inherit from it.
WITH RECURSIVE tree AS (
       SELECT $1::oid AS oid
        UNION
       SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid)
SELECT c.oid::int8::text AS oid,
       format('%I.%I', n.nspname, c.relname) AS identity,
       pg_relation_size(c.oid)::float8 / current_setting('block_size')::float8 AS pages
  FROM tree
  JOIN pg_class c ON c.oid = tree.oid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r'
 ORDER BY n.nspname, c.relname
