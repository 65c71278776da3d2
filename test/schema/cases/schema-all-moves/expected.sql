CREATE SCHEMA new_home;
CREATE TYPE new_home.state AS ENUM ('a', 'b');
CREATE TABLE new_home.t (id serial PRIMARY KEY, s new_home.state);
CREATE TABLE new_home.c (t int REFERENCES new_home.t);
CREATE VIEW new_home.v AS SELECT id FROM new_home.t;
CREATE FUNCTION new_home.f(s new_home.state) RETURNS SETOF new_home.t LANGUAGE sql AS 'SELECT * FROM new_home.t';
CREATE VIEW outside AS SELECT id FROM new_home.v;
GRANT USAGE ON SCHEMA new_home TO pg_monitor;
COMMENT ON SCHEMA new_home IS 'here now';
