CREATE DOMAIN email AS text CONSTRAINT has_at CHECK (VALUE ~ '@');
CREATE TABLE t (a email NOT NULL DEFAULT 'x@y', b email);
CREATE UNIQUE INDEX t_a ON t (lower(a));
CREATE VIEW v AS SELECT a FROM t;
COMMENT ON DOMAIN email IS 'an address';
