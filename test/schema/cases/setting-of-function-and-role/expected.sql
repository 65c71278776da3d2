CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' SET "TimeZone" = 'UTC' SET datestyle = 'ISO, DMY' AS 'SELECT 1';
CREATE FUNCTION uses() RETURNS int LANGUAGE sql RETURN f();
COMMENT ON FUNCTION uses() IS 'calls';
