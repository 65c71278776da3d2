CREATE TABLE t (a bigint, c int);
CREATE FUNCTION f(r t) RETURNS bigint LANGUAGE sql AS 'SELECT r.a';
