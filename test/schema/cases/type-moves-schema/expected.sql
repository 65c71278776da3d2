CREATE SCHEMA type_moves_to;
CREATE TYPE type_moves_to.level AS ENUM ('low', 'high');
CREATE DOMAIN type_moves_to.percent AS int CHECK (VALUE <= 100);
CREATE TABLE t (l type_moves_to.level DEFAULT 'low', p type_moves_to.percent);
CREATE VIEW v AS SELECT l FROM t;
