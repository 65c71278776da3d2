CREATE TABLE a (id int, v text DEFAULT 'a', CONSTRAINT pos CHECK (id > 0));
CREATE TABLE b (w int) INHERITS (a);
CREATE TABLE c (v text DEFAULT 'c') INHERITS (b);
CREATE INDEX c_id ON c (id);
CREATE VIEW va AS SELECT id FROM a;
