CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int, m mood NOT NULL DEFAULT 'sad', l mood[], CHECK (m <> 'happy' OR id > 0));
CREATE INDEX t_m ON t (m);
CREATE VIEW v AS SELECT m FROM t WHERE m = 'sad';
CREATE FUNCTION f(m mood) RETURNS mood LANGUAGE sql AS 'SELECT m';
COMMENT ON TYPE mood IS 'how';
GRANT SELECT ON v TO PUBLIC;
