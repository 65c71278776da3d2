CREATE TABLE t (a int, b int, c circle, CONSTRAINT x EXCLUDE (a WITH =));
