CREATE TABLE t (a int, b int[]);
CREATE INDEX i ON t (a) WITH (fillfactor = 50);
CREATE INDEX g ON t USING gin (b) WITH (fastupdate = off);
