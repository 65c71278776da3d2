-- alone
CREATE EXTENSION pg_trgm SCHEMA public;
CREATE EXTENSION unaccent SCHEMA public;
COMMENT ON EXTENSION unaccent IS 'é → e';
CREATE TABLE t (a text, b text);
CREATE INDEX i ON t USING gist (a gist_trgm_ops (siglen = 32));
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH unaccent, simple;
