-- requires 18
CREATE TABLE t (a int, c int GENERATED ALWAYS AS (a + 1));
CREATE VIEW v AS SELECT c FROM t;
