CREATE TABLE t (a int, b int, c int NOT NULL DEFAULT 3);
CREATE INDEX t_c ON t (c);
