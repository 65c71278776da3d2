CREATE TABLE a (x int);
CREATE TABLE b (x int);
CREATE INDEX shared ON b (x);
CREATE INDEX name_v ON a (x);
