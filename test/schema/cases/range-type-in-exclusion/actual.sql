CREATE TYPE floats AS RANGE (subtype = float8);
CREATE TABLE t (id int, r floats, CONSTRAINT apart EXCLUDE USING gist (r WITH &&));
