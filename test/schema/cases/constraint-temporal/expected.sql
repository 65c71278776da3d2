-- requires 18
-- alone
CREATE EXTENSION btree_gist SCHEMA public;
CREATE TABLE t (id int, during tstzrange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE c (id int, during tstzrange, FOREIGN KEY (id, PERIOD during) REFERENCES t (id, PERIOD during));
