-- break
CREATE FUNCTION backend() RETURNS int LANGUAGE internal AS 'pg_backend_pid';
-- near miss
CREATE FUNCTION backend() RETURNS int LANGUAGE internal AS 'pg_backend_pid';
REVOKE EXECUTE ON FUNCTION backend() FROM PUBLIC;
CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
-- near miss: what comes with a type
CREATE TYPE time_range AS RANGE (subtype = time);
CREATE AGGREGATE longest(text) (sfunc = text_larger, stype = text);
