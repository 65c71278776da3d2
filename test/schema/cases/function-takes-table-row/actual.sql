CREATE TABLE t (a int, b int);
CREATE FUNCTION f(r t) RETURNS int LANGUAGE sql AS 'SELECT r.a';
