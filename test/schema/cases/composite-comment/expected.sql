CREATE TYPE c AS (a text, b text);
COMMENT ON COLUMN c.a IS 'first';
COMMENT ON TYPE c IS 'both';
