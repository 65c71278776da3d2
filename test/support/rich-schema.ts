/** Every kind of object that any supported server version can make without extra extensions. */
export const RICH_SCHEMA = String.raw`
CREATE SCHEMA app;
CREATE SCHEMA "Odd ""Schäma"" name";
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'it''s "good"');
CREATE TYPE app.pair AS (a int, b text);
CREATE TYPE app.span AS RANGE (subtype = float8);
CREATE DOMAIN app.email AS text CHECK (VALUE ~ '@');
CREATE COLLATION app.c (locale = 'C');
CREATE SEQUENCE app.counter START 5 INCREMENT 3;
CREATE TABLE app.users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email app.email NOT NULL UNIQUE,
  role varchar(20) NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
  mood app.mood, pair app.pair, tags text[] DEFAULT '{}', during tstzrange,
  serial int DEFAULT nextval('app.counter'),
  lower_email text GENERATED ALWAYS AS (lower(email)) STORED,
  parent bigint REFERENCES app.users ON DELETE CASCADE DEFERRABLE,
  note text COLLATE "C"
);
ALTER SEQUENCE app.counter OWNED BY app.users.serial;
ALTER TABLE app.users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON app.users FOR SELECT USING (email = current_user) ;
CREATE INDEX ON app.users (lower(note) DESC NULLS LAST) INCLUDE (mood) WHERE role <> 'admin';
CREATE STATISTICS app.st (dependencies) ON role, mood FROM app.users;
COMMENT ON TABLE app.users IS E'tab\tand\nnew line, ''quotes'', ünïcode 🐘';
COMMENT ON COLUMN app.users.email IS 'address';
CREATE TABLE app.events (at timestamptz NOT NULL, what text, EXCLUDE USING gist (tstzrange(at, at) WITH &&)) ;
CREATE TABLE app.measures (at date NOT NULL, v int) PARTITION BY RANGE (at);
CREATE TABLE app.measures_24 PARTITION OF app.measures FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX ON app.measures (v);
CREATE TABLE "Odd ""Schäma"" name"."select" ("Größe" int, "a b" text);
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.note := 'x'; RETURN NEW; END $body$;
CREATE FUNCTION app.twice(n int) RETURNS int LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT n * 2; END;
CREATE PROCEDURE app.work() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE app.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE OPERATOR app.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq);
CREATE CAST (app.pair AS text) WITH INOUT;
CREATE TRIGGER touch BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE VIEW app.admins WITH (security_barrier) AS SELECT id, email FROM app.users WHERE role = 'admin';
CREATE MATERIALIZED VIEW app.counts AS SELECT role, count(*) FROM app.users GROUP BY role WITH NO DATA;
CREATE RULE no_delete AS ON DELETE TO app.events DO INSTEAD NOTHING;
CREATE TEXT SEARCH CONFIGURATION app.search (COPY = simple);
CREATE FOREIGN DATA WRAPPER fdw;
CREATE SERVER remote FOREIGN DATA WRAPPER fdw OPTIONS (host 'x');
CREATE FOREIGN TABLE app.far (a int) SERVER remote;
CREATE PUBLICATION changes FOR TABLE app.users;
CREATE FUNCTION app.ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER ddl ON ddl_command_end EXECUTE FUNCTION app.ddl();
ALTER EVENT TRIGGER ddl DISABLE;
GRANT SELECT (id, email) ON app.users TO PUBLIC;
GRANT USAGE ON SCHEMA app TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
`
