CREATE TABLE t (m text DEFAULT 'sad', n int);
