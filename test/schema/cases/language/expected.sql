-- alone
CREATE LANGUAGE plother HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE FUNCTION f() RETURNS int LANGUAGE plother AS 'BEGIN RETURN 1; END';
COMMENT ON LANGUAGE plother IS 'x';
