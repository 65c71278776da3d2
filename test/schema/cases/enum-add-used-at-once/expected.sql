CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (id int, m mood DEFAULT 'happy', CONSTRAINT c CHECK (m <> 'happy' OR id > 0));
CREATE INDEX t_happy ON t (id) WHERE m = 'happy';
CREATE VIEW v AS SELECT id FROM t WHERE m = 'happy';
CREATE FUNCTION f() RETURNS mood IMMUTABLE LANGUAGE sql RETURN 'happy'::mood;
CREATE POLICY p ON t USING (m = 'happy');
