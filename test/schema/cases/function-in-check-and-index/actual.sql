CREATE FUNCTION norm(t text) RETURNS text IMMUTABLE STRICT LANGUAGE sql AS 'SELECT lower(t)';
CREATE TABLE t (id int, a text CONSTRAINT c CHECK (norm(a) <> 'x'), EXCLUDE (norm(a) WITH =));
CREATE INDEX t_n ON t (norm(a));
CREATE STATISTICS t_st ON norm(a), id FROM t;
CREATE DOMAIN d AS text DEFAULT norm('Q') CHECK (norm(VALUE) <> 'y');
