CREATE TABLE base (a int);
CREATE TABLE x (a int);
CREATE VIEW over AS SELECT a FROM x;
