CREATE TABLE t (a bigint, c text GENERATED ALWAYS AS (a::text || 'x') STORED);
CREATE INDEX t_c ON t (c);
CREATE VIEW v AS SELECT c FROM t;
