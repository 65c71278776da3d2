INSERT INTO t VALUES ('sad', ROW('ok', 3));
