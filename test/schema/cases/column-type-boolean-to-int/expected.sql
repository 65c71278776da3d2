CREATE TABLE t (v integer NOT NULL);
