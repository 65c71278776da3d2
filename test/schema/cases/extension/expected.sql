-- alone
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE TABLE t (a text, b text);
CREATE INDEX t_b ON t USING gin (b gin_trgm_ops);
