CREATE TABLE t (a int, b text) WITH (fillfactor = 70, autovacuum_enabled = off);
