CREATE TYPE floats AS RANGE (subtype = float8, subtype_diff = float8mi, multirange_type_name = many_floats);
CREATE TABLE t (id int, r floats, CONSTRAINT apart EXCLUDE USING gist (r WITH &&));
