-- requires 18
CREATE TABLE t (a int NOT NULL, b int CONSTRAINT b_there NOT NULL, c int CONSTRAINT c_there NOT NULL NO INHERIT);
