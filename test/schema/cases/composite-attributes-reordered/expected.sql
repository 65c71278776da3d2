CREATE TYPE inside AS (x bigint);
CREATE TYPE pair AS (i inside, b text, a text, "C d" int);
CREATE TABLE t (id int PRIMARY KEY, p pair NOT NULL);
CREATE TABLE u (id int PRIMARY KEY, p pair);
CREATE VIEW v AS SELECT id, (p).a FROM t;
