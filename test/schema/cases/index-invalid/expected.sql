-- one way
CREATE TABLE t (a int, b int);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b);
