CREATE SEQUENCE s AS bigint;
CREATE TABLE t (a bigint DEFAULT nextval('s'), b bigint DEFAULT nextval('s'));
COMMENT ON SEQUENCE s IS 'shared';
GRANT USAGE ON SEQUENCE s TO pg_monitor;
