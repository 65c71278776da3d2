CREATE TABLE t (a int, b int);
COMMENT ON COLUMN t.b IS 'two ''quoted''';
COMMENT ON TABLE t IS E'line\nline';
