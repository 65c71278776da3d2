INSERT INTO t VALUES (1, 1, '<(1,1),1>'), (2, 1, '<(9,9),1>');
