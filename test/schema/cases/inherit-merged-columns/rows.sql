INSERT INTO xy (id, a, b, own) VALUES (1, 2, 3, 4);
