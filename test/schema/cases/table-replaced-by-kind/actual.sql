CREATE TABLE was_table (a int, b text);
CREATE VIEW was_view AS SELECT 1 AS a;
CREATE SEQUENCE was_sequence;
CREATE MATERIALIZED VIEW was_matview AS SELECT 1 AS a;
CREATE TYPE was_type AS (a int);
CREATE VIEW user_of AS SELECT v.a FROM was_view v, was_table;
