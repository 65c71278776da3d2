-- alone
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE EXTENSION unaccent SCHEMA public;
CREATE TABLE t (a text, b text);
CREATE INDEX i ON t USING gist (a gist_trgm_ops);
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
