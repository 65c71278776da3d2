CREATE FUNCTION f(a anyelement, VARIADIC b anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION g(INOUT a int, OUT b int) LANGUAGE plpgsql AS 'BEGIN b := a; END';
