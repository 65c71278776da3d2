CREATE TYPE shape AS (a int, b text);
CREATE TABLE t OF shape (PRIMARY KEY (a), b WITH OPTIONS DEFAULT 'x' NOT NULL, CHECK (a > 0));
CREATE TABLE u OF shape;
CREATE INDEX u_a ON u (a, lower(b));
CREATE VIEW v AS SELECT a, b FROM t;
GRANT SELECT (a) ON t TO PUBLIC;
COMMENT ON COLUMN t.a IS 'the number';
