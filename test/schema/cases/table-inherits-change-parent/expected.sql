CREATE TABLE p (a bigint, b text, d int DEFAULT 4 CHECK (d > 0));
CREATE TABLE c (x int) INHERITS (p);
