CREATE TEXT SEARCH DICTIONARY stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION docs (COPY = english);
ALTER TEXT SEARCH CONFIGURATION docs ALTER MAPPING REPLACE english_stem WITH stem;
CREATE TABLE t (body text);
CREATE INDEX t_body ON t USING gin (to_tsvector('"text-search-chain".docs', body));
CREATE FUNCTION find(q text) RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM t WHERE to_tsvector('"text-search-chain".docs', body) @@ to_tsquery(q); END;
