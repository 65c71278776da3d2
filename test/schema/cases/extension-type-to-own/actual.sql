-- alone
CREATE EXTENSION citext SCHEMA public;
CREATE EXTENSION "uuid-ossp" SCHEMA public;
CREATE TABLE t (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY, email citext NOT NULL UNIQUE, CHECK (email ~ '@'));
CREATE VIEW v AS SELECT email FROM t;
CREATE FUNCTION find(e citext) RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t WHERE email = e';
COMMENT ON EXTENSION citext IS 'own words';
