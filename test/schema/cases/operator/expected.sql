CREATE FUNCTION eq(int, text) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1::text = $2';
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = text, FUNCTION = eq, RESTRICT = eqsel);
CREATE OPERATOR !! (RIGHTARG = int, FUNCTION = int4um);
CREATE VIEW v AS SELECT 1 OPERATOR("operator".===) '1'::text AS same;
COMMENT ON OPERATOR === (int, text) IS 'loosely';
