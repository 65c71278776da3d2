CREATE SEQUENCE other;
CREATE FUNCTION next_number() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT nextval('other'); END;
CREATE TABLE t (id bigint DEFAULT next_number());
CREATE VIEW v AS SELECT last_value FROM other;
