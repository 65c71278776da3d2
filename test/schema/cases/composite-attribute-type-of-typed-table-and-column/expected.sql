CREATE TYPE shape AS (a int, b date);
CREATE TABLE t OF shape (a WITH OPTIONS DEFAULT 7);
CREATE TABLE u (id int PRIMARY KEY, s shape, many shape[]);
CREATE FUNCTION f(shape) RETURNS shape LANGUAGE sql AS 'SELECT $1';
