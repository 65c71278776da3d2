INSERT INTO m1 VALUES (1, 1), (2, 2), (3, 3);
