CREATE TYPE inside AS (a int, b text, c date);
CREATE TYPE outside AS (i inside, n int, many inside[]);
CREATE TABLE t (id int, o outside);
CREATE FUNCTION f(o outside) RETURNS int LANGUAGE sql AS 'SELECT (o.i).a';
CREATE VIEW v AS SELECT (o).n FROM t;
COMMENT ON COLUMN outside.many IS 'all';
