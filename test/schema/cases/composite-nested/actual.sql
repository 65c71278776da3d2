CREATE TYPE inside AS (a int, b text);
CREATE TYPE outside AS (i inside, n int);
CREATE TABLE t (id int, o outside);
CREATE FUNCTION f(o outside) RETURNS int LANGUAGE sql AS 'SELECT (o.i).a';
CREATE VIEW v AS SELECT (o).n FROM t;
