-- requires 18
-- alone
CREATE EXTENSION btree_gist SCHEMA public;
CREATE TABLE t (id int, during tstzrange);
