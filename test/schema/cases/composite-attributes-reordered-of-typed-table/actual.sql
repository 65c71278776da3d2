CREATE TYPE shape AS (a int, b text, c date);
CREATE TABLE t OF shape (PRIMARY KEY (a));
CREATE VIEW v AS SELECT * FROM t;
