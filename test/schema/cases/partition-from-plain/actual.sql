CREATE TABLE t (at date NOT NULL, v int);
CREATE INDEX t_v ON t (v);
CREATE VIEW v AS SELECT v FROM t;
GRANT SELECT ON t TO pg_monitor;
