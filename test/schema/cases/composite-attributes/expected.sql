CREATE TYPE c AS (a int, d date, e text COLLATE "C");
CREATE TABLE t (c c);
