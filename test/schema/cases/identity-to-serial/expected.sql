CREATE TABLE t (id bigserial PRIMARY KEY);
CREATE TABLE c (t_id bigint REFERENCES t);
