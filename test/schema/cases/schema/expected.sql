-- alone
CREATE SCHEMA a2;
CREATE TABLE a2.t (a int);
COMMENT ON SCHEMA a2 IS 'second';
