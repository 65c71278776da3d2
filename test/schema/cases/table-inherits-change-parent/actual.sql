CREATE TABLE p (a int, b text);
CREATE TABLE c (x int) INHERITS (p);
