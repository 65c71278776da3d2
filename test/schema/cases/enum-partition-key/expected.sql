CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE m (k mood) PARTITION BY LIST (k);
CREATE TABLE m1 PARTITION OF m FOR VALUES IN ('sad', 'happy');
