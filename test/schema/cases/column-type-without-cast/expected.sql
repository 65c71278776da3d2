CREATE TABLE t (id int, a date, b inet NOT NULL);
CREATE INDEX t_a ON t (a);
CREATE VIEW v AS SELECT a FROM t;
