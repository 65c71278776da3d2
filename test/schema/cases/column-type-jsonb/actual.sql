CREATE TABLE t (v json);
