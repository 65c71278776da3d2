-- alone
CREATE SCHEMA a1;
CREATE TABLE a1.t (a int);
