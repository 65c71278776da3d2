CREATE TABLE t (during tstzrange, CONSTRAINT x EXCLUDE USING gist (during WITH &&));
