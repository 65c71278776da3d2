-- alone
CREATE EXTENSION citext SCHEMA public;
CREATE TABLE t (a citext, b text);
