CREATE TABLE t (a bigint PRIMARY KEY, b int);
CREATE PUBLICATION plumb_pub_w FOR TABLE t WHERE (a > 5);
