CREATE TABLE a (x int, y text);
CREATE TABLE b (id int, one a, many a[]);
CREATE FUNCTION f(r a) RETURNS text LANGUAGE sql AS 'SELECT r.y';
