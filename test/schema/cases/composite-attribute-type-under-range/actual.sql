CREATE TYPE c AS (a int, b int);
CREATE TYPE r AS RANGE (subtype = c);
CREATE TABLE t (id int PRIMARY KEY, x r, m r_multirange);
CREATE VIEW v AS SELECT id, lower(x) AS low FROM t;
