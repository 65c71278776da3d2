CREATE SCHEMA partition_archive;
CREATE TABLE m (k int NOT NULL, v int) PARTITION BY LIST (k);
CREATE TABLE partition_archive.m1 PARTITION OF m FOR VALUES IN (1);
