CREATE TYPE c AS (a int, b numeric);
CREATE TYPE r AS RANGE (subtype = c);
CREATE TABLE t (id int, x r, CONSTRAINT apart EXCLUDE USING gist (x WITH &&), CHECK (NOT isempty(x)));
CREATE FUNCTION lowest(r) RETURNS c LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE DOMAIN full_r AS r CHECK (NOT isempty(VALUE));
