CREATE SEQUENCE s;
CREATE FUNCTION next_number() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT nextval('s'); END;
CREATE TABLE t (id bigint DEFAULT next_number());
CREATE VIEW v AS SELECT last_value FROM s;
