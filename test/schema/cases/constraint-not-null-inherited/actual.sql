-- requires 18
CREATE TABLE p (a int, b int CONSTRAINT b_here NOT NULL);
CREATE TABLE c (z int) INHERITS (p);
