INSERT INTO t VALUES (ROW(1, 'x'), ARRAY[ROW(2, 'y')::c]);
