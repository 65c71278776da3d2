CREATE COLLATION co (locale = 'C');
CREATE TABLE t (a text COLLATE co);
CREATE INDEX i ON t (a);
