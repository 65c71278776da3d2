CREATE TYPE shape AS (b text, a int);
CREATE TABLE t OF shape (PRIMARY KEY (a));
CREATE VIEW v AS SELECT a, b FROM t;
