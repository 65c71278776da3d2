-- requires 17
CREATE TABLE p (k int4range, during int4range, CONSTRAINT apart EXCLUDE USING gist (k WITH =, during WITH &&)) PARTITION BY LIST (k);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('[1,2)');
CREATE TABLE p2 (k int4range, during int4range, CONSTRAINT p2_own EXCLUDE USING gist (during WITH &&));
CREATE TABLE p3 PARTITION OF p FOR VALUES IN ('[3,4)');
ALTER TABLE p3 ADD CONSTRAINT p3_more EXCLUDE USING gist (during WITH -|-);
