CREATE FUNCTION near(a int, b int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT abs(a - b) < 3';
CREATE FUNCTION far(int, int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT abs($1 - $2) >= 3';
CREATE OPERATOR !~~~ (LEFTARG = int, RIGHTARG = int, FUNCTION = far, COMMUTATOR = !~~~, NEGATOR = ~~~);
CREATE OPERATOR ~~~ (LEFTARG = int, RIGHTARG = int, FUNCTION = near, COMMUTATOR = ~~~, NEGATOR = !~~~, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE TABLE t (a int, CONSTRAINT c CHECK (a OPERATOR("operator-in-use".~~~) 1));
CREATE VIEW v AS SELECT a FROM t WHERE a ~~~ 5;
CREATE INDEX i ON t (a) WHERE a ~~~ 7;
