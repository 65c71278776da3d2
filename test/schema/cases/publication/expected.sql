CREATE TABLE t (a int PRIMARY KEY, b int);
CREATE TABLE u (a int PRIMARY KEY);
CREATE PUBLICATION plumb_pub FOR TABLE t (a), u WHERE (a > 5) WITH (publish = 'insert, update', publish_via_partition_root);
COMMENT ON PUBLICATION plumb_pub IS 'x';
