CREATE TYPE c AS (a bigint, b text);
CREATE TABLE t (c c, l c[]);
CREATE FUNCTION f(c) RETURNS int LANGUAGE sql AS 'SELECT 1';
