CREATE TYPE c AS (a text COLLATE "C", n int);
CREATE TABLE t OF c;
CREATE TABLE u (c c);
