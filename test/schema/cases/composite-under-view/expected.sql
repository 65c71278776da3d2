CREATE TYPE c AS (a int, z int);
CREATE TABLE t (c c);
CREATE VIEW v AS SELECT (c).a FROM t;
