-- requires 18
CREATE TABLE t (a int, c int GENERATED ALWAYS AS (a * 5));
CREATE VIEW v AS SELECT c FROM t;
