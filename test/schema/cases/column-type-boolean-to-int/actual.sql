CREATE TABLE t (v boolean NOT NULL);
