CREATE TABLE t (a text NOT NULL DEFAULT 'x@y' CONSTRAINT has_at CHECK (a ~ '@'), b text);
CREATE UNIQUE INDEX t_a ON t (lower(a));
CREATE VIEW v AS SELECT a FROM t;
