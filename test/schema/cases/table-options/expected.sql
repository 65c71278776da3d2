CREATE TABLE t (a int, b text) WITH (fillfactor = 80, toast.autovacuum_enabled = off);
