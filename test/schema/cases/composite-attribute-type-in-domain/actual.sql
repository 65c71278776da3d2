CREATE TYPE c AS (a int, b text);
CREATE DOMAIN d AS c CHECK ((VALUE).a > 0);
CREATE DOMAIN many AS c[];
CREATE TABLE t (id int PRIMARY KEY, d d NOT NULL, l d[], m many, CHECK ((d).b <> ''));
CREATE FUNCTION f(d, c[]) RETURNS SETOF c LANGUAGE sql AS 'SELECT $1::c';
CREATE VIEW v AS SELECT id, (d).b FROM t;
