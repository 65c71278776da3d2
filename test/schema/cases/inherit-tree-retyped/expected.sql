CREATE TABLE a (id bigint NOT NULL, v varchar(9) DEFAULT 'a', extra date, CONSTRAINT pos CHECK (id > -1));
CREATE TABLE b (w int) INHERITS (a);
CREATE TABLE c (v varchar(9) DEFAULT 'c') INHERITS (b);
CREATE INDEX c_id ON c (id);
CREATE VIEW va AS SELECT id FROM a;
