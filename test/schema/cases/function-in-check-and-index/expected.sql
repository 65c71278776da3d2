CREATE FUNCTION norm(word text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS 'SELECT lower(word)';
CREATE TABLE t (id int, a text CONSTRAINT c CHECK (norm(a) <> 'x'), EXCLUDE (norm(a) WITH =));
CREATE INDEX t_n ON t (norm(a));
CREATE STATISTICS t_st ON norm(a), id FROM t;
CREATE DOMAIN d AS text DEFAULT norm('Q') CHECK (norm(VALUE) <> 'y');
