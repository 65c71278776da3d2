-- requires 18
-- alone
CREATE EXTENSION btree_gist SCHEMA public;
CREATE TABLE room (id bigint, during tstzrange, CONSTRAINT one_at_a_time UNIQUE (id, during WITHOUT OVERLAPS));
CREATE TABLE booking (room bigint, during tstzrange, CONSTRAINT fk FOREIGN KEY (room, PERIOD during) REFERENCES room (id, PERIOD during), UNIQUE (room, during WITHOUT OVERLAPS));
