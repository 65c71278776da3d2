CREATE TABLE p (id int);
CREATE TABLE c (extra text) INHERITS (p);
CREATE TABLE d (z int) INHERITS (c);
