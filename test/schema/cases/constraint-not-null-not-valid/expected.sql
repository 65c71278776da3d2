-- requires 18
CREATE TABLE t (a int CONSTRAINT a_there NOT NULL);
