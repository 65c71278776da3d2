CREATE TABLE t (v text);
ALTER TABLE t ALTER v SET (n_distinct = 5, n_distinct_inherited = 9);
