-- break
CREATE UNLOGGED TABLE counters (id bigint PRIMARY KEY);
-- near miss
CREATE TABLE counters (id bigint PRIMARY KEY);
