CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = public, pg_temp SET statement_timeout = '5s' AS 'SELECT 1';
CREATE FUNCTION uses() RETURNS int LANGUAGE sql RETURN f();
