CREATE TABLE t (id int CONSTRAINT t_pk PRIMARY KEY, name text);
CREATE VIEW v AS SELECT id, name, count(*) AS n FROM t GROUP BY id;
