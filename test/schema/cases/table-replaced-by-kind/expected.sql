CREATE SEQUENCE was_table;
CREATE MATERIALIZED VIEW was_view AS SELECT 1 AS a;
CREATE VIEW was_sequence AS SELECT 1 AS a;
CREATE TABLE was_matview (a int);
CREATE VIEW was_type AS SELECT 1 AS a;
CREATE VIEW user_of AS SELECT v.a FROM was_view v;
