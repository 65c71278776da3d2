CREATE TABLE a (x int);
CREATE TABLE b (x int);
CREATE INDEX shared ON a (x);
CREATE VIEW name_v AS SELECT 1 AS one;
