CREATE TABLE m (k text, v int DEFAULT 5 CHECK (v > 0)) PARTITION BY LIST (k);
CREATE TABLE m1 (k text, v bigint, w text);
