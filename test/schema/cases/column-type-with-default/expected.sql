CREATE TABLE t (v integer DEFAULT 2);
