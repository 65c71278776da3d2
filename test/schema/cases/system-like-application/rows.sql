INSERT INTO accounts VALUES (1, 'a@b', 'A', '2024-01-01');
INSERT INTO orders VALUES (1, 1, 'new', 5, '{}');
