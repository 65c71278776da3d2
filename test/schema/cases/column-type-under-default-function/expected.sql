CREATE TABLE t (a bigint DEFAULT length('abcd'));
