INSERT INTO t VALUES (1, 'sad', '{happy,sad}'), (2, 'happy', NULL);
