INSERT INTO m VALUES ('z', 1), ('y', 2);
