CREATE TYPE mytype;
CREATE FUNCTION my_in(cstring) RETURNS mytype LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION my_out(mytype) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE mytype (INPUT = my_in, OUTPUT = my_out, LIKE = text);
CREATE TABLE t (a mytype);
