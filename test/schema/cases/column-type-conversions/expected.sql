CREATE TABLE t (a uuid, b date, c varchar(10), d boolean, e jsonb, f text, g interval, h double precision, i varchar(9)[]);
