CREATE TYPE shape AS (a int, b text, c date);
CREATE TABLE t OF shape (PRIMARY KEY (a), b WITH OPTIONS NOT NULL);
CREATE TABLE u OF shape (CHECK (c > '2000-01-01'));
CREATE VIEW v AS SELECT a, b FROM t;
