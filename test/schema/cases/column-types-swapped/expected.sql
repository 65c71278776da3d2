CREATE TABLE t (a text DEFAULT 'x', b int DEFAULT 1);
CREATE INDEX t_ab ON t (a, b);
