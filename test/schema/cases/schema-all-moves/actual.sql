CREATE SCHEMA old_home;
CREATE TYPE old_home.state AS ENUM ('a', 'b');
CREATE TABLE old_home.t (id serial PRIMARY KEY, s old_home.state);
CREATE TABLE old_home.c (t int REFERENCES old_home.t);
CREATE VIEW old_home.v AS SELECT id FROM old_home.t;
CREATE FUNCTION old_home.f(s old_home.state) RETURNS SETOF old_home.t LANGUAGE sql AS 'SELECT * FROM old_home.t';
CREATE VIEW outside AS SELECT id FROM old_home.v;
GRANT USAGE ON SCHEMA old_home TO pg_monitor;
