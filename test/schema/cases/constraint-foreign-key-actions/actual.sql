CREATE TABLE p (a int PRIMARY KEY, b int, UNIQUE (a, b));
CREATE TABLE c (a int REFERENCES p, x int REFERENCES p ON DELETE SET NULL, y int, z int);
