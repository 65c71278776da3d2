CREATE TABLE t (v numeric(12,4));
