INSERT INTO t VALUES ('running');
