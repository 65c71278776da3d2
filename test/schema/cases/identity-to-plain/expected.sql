CREATE TABLE t (id bigint PRIMARY KEY, v text);
COMMENT ON COLUMN t.id IS 'number';
