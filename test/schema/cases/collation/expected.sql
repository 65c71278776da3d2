CREATE COLLATION co (provider = icu, locale = 'de', deterministic = false);
CREATE TABLE t (a text COLLATE co);
CREATE INDEX i ON t (a);
