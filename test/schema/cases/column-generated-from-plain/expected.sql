CREATE TABLE t (a int, b bigint, c bigint GENERATED ALWAYS AS (a + b) STORED);
CREATE INDEX t_c ON t (c);
CREATE STATISTICS t_ac ON a, c FROM t;
