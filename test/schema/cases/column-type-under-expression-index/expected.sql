CREATE TABLE t (a bigint);
CREATE INDEX i ON t ((a + 1)) WHERE a > 5;
