CREATE TABLE t (a int, b text);
CREATE UNIQUE INDEX t_a ON t (a) INCLUDE (b) WHERE a > 0;
CREATE INDEX t_b ON t (lower(b) text_pattern_ops DESC NULLS LAST) WITH (fillfactor = 60);
COMMENT ON INDEX t_a IS 'one';
