CREATE TABLE t (a int DEFAULT 1, b text DEFAULT 'x');
CREATE INDEX t_ab ON t (a, b);
