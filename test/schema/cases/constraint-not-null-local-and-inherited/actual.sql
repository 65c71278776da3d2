-- requires 18
CREATE TABLE p (a int NOT NULL, b int CONSTRAINT b_here NOT NULL);
CREATE TABLE c (a int NOT NULL, b int CONSTRAINT b_mine NOT NULL, z int) INHERITS (p);
CREATE TABLE d (y int) INHERITS (p);
CREATE TABLE e () INHERITS (c);
