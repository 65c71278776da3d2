CREATE TABLE t (v numeric(10,2));
