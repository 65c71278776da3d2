CREATE TEXT SEARCH DICTIONARY stem (TEMPLATE = ispell, DICTFILE = ispell_sample, AFFFILE = ispell_sample);
CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION docs (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION docs ALTER MAPPING FOR asciiword, word WITH stem, plain;
CREATE TABLE t (body text);
CREATE INDEX t_body ON t USING gin (to_tsvector('"text-search-chain".docs', body));
CREATE FUNCTION find(q text) RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM t WHERE to_tsvector('"text-search-chain".docs', body) @@ to_tsquery(q); END;
