CREATE TYPE ct AS (a int, b text, c int);
CREATE TABLE t OF ct;
