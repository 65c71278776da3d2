-- alone
CREATE TABLE t (id int PRIMARY KEY, b text);
CREATE PUBLICATION p FOR TABLE t (id, b) WITH (publish = 'insert');
CREATE PUBLICATION q FOR TABLES IN SCHEMA public WITH (publish_via_partition_root = true);
