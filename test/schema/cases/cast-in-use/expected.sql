CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE FUNCTION e_int(v e) RETURNS int IMMUTABLE LANGUAGE sql AS $$SELECT length(v::text)$$;
CREATE CAST (e AS int) WITH FUNCTION e_int(e) AS ASSIGNMENT;
CREATE TABLE t (x e, CONSTRAINT c CHECK (x::int > 0));
CREATE VIEW v AS SELECT x::int + 1 AS n FROM t;
COMMENT ON CAST (e AS int) IS 'length';
