CREATE TYPE inside AS (x int);
CREATE TYPE pair AS (a text, b text, "C d" int, i inside);
CREATE TABLE t (id int PRIMARY KEY, p pair NOT NULL);
CREATE TABLE u (id int PRIMARY KEY, p pair);
CREATE VIEW v AS SELECT id, (p).a FROM t;
