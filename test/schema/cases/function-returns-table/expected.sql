CREATE TABLE t (id int, v text);
CREATE FUNCTION f(top int DEFAULT 20) RETURNS TABLE (id int, v text, n bigint) ROWS 60 STABLE LANGUAGE sql AS 'SELECT id, v, 1::bigint FROM t LIMIT top';
CREATE VIEW v AS SELECT id, v, n FROM f(5);
COMMENT ON FUNCTION f(int) IS 'some';
REVOKE ALL ON FUNCTION f(int) FROM PUBLIC;
