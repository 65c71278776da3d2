-- alone
CREATE TABLE ft (a int);
CREATE VIEW v AS SELECT a FROM ft;
