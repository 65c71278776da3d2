-- requires 18
CREATE TABLE t (a int);
