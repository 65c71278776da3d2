-- requires 18
-- alone
CREATE TABLE t (id bigint PRIMARY KEY, g bigint GENERATED ALWAYS AS (id + 2) STORED);
CREATE TABLE m (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);
CREATE PUBLICATION p FOR TABLE t, m WITH (publish_generated_columns = none, publish_via_partition_root = true);
