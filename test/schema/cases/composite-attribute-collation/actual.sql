CREATE TYPE c AS (a text, n int);
CREATE TABLE t OF c;
CREATE TABLE u (c c);
