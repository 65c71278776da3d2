CREATE TYPE c AS (a int, b text);
CREATE TABLE t (c c);
CREATE VIEW v AS SELECT (c).a FROM t;
