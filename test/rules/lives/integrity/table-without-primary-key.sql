-- break
CREATE TABLE logs (line text);
-- break: a unique index will do
CREATE TABLE logs (id bigint NOT NULL, line text);
CREATE UNIQUE INDEX logs_id ON logs (id);
-- near miss: a partition has its parent's
CREATE TABLE parts (id bigint, PRIMARY KEY (id)) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1);
-- near miss: pgplumb's own
CREATE SCHEMA pgplumb;
CREATE TABLE pgplumb.own (line text);
