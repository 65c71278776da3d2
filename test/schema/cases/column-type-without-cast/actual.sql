CREATE TABLE t (id int, a int, b point NOT NULL);
CREATE INDEX t_a ON t (a);
CREATE VIEW v AS SELECT a FROM t;
