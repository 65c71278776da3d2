INSERT INTO t (a, c) VALUES (1, 3);
