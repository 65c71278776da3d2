-- requires 18
-- alone
CREATE EXTENSION btree_gist SCHEMA public;
CREATE TABLE room (id int, during tstzrange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE booking (room int, during tstzrange, CONSTRAINT fk FOREIGN KEY (room, PERIOD during) REFERENCES room (id, PERIOD during));
