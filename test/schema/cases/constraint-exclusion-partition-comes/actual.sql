-- requires 17
CREATE TABLE p (k int4range, during int4range, CONSTRAINT apart EXCLUDE USING gist (k WITH =, during WITH &&)) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)');
COMMENT ON CONSTRAINT apart ON p IS 'apart';
