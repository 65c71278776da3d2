INSERT INTO q VALUES (1, '[1,2)'), (2, '[1,2)');
