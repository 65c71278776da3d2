CREATE TABLE a (x int, y text, z date);
CREATE TABLE b (id int, one a, many a[] DEFAULT '{}');
CREATE FUNCTION f(r a) RETURNS text LANGUAGE sql AS 'SELECT r.y';
