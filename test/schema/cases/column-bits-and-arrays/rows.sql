INSERT INTO t VALUES ('101', '{1}', '1 day', '2024-01-01', 5);
