-- requires 17
CREATE TABLE p (k int4range, during int4range, CONSTRAINT apart EXCLUDE USING gist (k WITH =, during WITH -|-)) PARTITION BY LIST (k);
CREATE TABLE p1 (k int4range, during int4range, CONSTRAINT p1_k_during_excl EXCLUDE USING gist (k WITH =, during WITH &&));
CREATE TABLE p2 PARTITION OF p FOR VALUES IN ('[2,3)');
CREATE TABLE p3 PARTITION OF p FOR VALUES IN ('[3,4)');
ALTER TABLE p3 ADD CONSTRAINT p3_more EXCLUDE USING gist (during WITH &&) WHERE (NOT isempty(during));
