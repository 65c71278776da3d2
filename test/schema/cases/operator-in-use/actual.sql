CREATE FUNCTION near(int, int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT abs($1 - $2) < 3';
CREATE OPERATOR ~~~ (LEFTARG = int, RIGHTARG = int, FUNCTION = near, COMMUTATOR = ~~~);
CREATE TABLE t (a int, CONSTRAINT c CHECK (a OPERATOR("operator-in-use".~~~) 1));
CREATE VIEW v AS SELECT a FROM t WHERE a ~~~ 5;
CREATE INDEX i ON t (a) WHERE a ~~~ 7;
