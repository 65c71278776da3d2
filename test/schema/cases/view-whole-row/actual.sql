CREATE TABLE t (a int, b text);
CREATE VIEW v AS SELECT t AS whole, a FROM t;
CREATE VIEW w AS SELECT (whole).b FROM v;
