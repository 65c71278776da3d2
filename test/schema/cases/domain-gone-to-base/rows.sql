INSERT INTO t VALUES ('me@here', NULL);
