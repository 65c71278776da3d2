CREATE TABLE t (a text);
CREATE INDEX i ON t (a varchar_pattern_ops);
