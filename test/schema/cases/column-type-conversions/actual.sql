CREATE TABLE t (a text, b timestamptz, c varchar(40), d int, e text, f char(3), g time, h numeric, i text[]);
