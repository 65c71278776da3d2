INSERT INTO m (k, v) VALUES (1, 2);
