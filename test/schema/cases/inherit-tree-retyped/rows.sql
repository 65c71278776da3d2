INSERT INTO c (id, w) VALUES (1, 2);
