CREATE TYPE c AS (a int, b text);
COMMENT ON COLUMN c.a IS 'first';
