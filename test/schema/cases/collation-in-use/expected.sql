CREATE COLLATION ci (provider = icu, locale = 'de-u-ks-level2', deterministic = false);
CREATE DOMAIN name_d AS text COLLATE ci;
CREATE TABLE t (a text COLLATE ci PRIMARY KEY, b name_d);
CREATE INDEX t_b ON t (b);
CREATE VIEW v AS SELECT a FROM t WHERE a = 'x';
COMMENT ON COLLATION ci IS 'german';
