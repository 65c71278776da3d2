-- alone
CREATE FUNCTION h() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE plother HANDLER h;
CREATE FUNCTION f() RETURNS int LANGUAGE plother AS 'BEGIN RETURN 1; END';
COMMENT ON LANGUAGE plother IS 'x';
