-- alone
CREATE TABLE t (a int);
