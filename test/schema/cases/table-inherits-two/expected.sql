CREATE TABLE p (a int, y text);
CREATE TABLE q (b int NOT NULL);
CREATE TABLE c (x int, z int) INHERITS (p, q);
