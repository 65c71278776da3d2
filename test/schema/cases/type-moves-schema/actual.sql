CREATE SCHEMA type_moves_to;
CREATE TYPE level AS ENUM ('low', 'high');
CREATE DOMAIN percent AS int CHECK (VALUE <= 100);
CREATE TABLE t (l level DEFAULT 'low', p percent);
CREATE VIEW v AS SELECT l FROM t;
