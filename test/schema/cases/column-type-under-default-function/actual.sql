CREATE TABLE t (a int DEFAULT length('abc'));
