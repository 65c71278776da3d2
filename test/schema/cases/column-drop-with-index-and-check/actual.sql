CREATE TABLE t (a int, b int CHECK (b > 0), UNIQUE (a, b));
CREATE INDEX t_b ON t (b);
