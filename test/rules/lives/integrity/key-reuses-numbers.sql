-- break
CREATE TABLE posts (id bigint GENERATED ALWAYS AS IDENTITY (CYCLE) PRIMARY KEY);
-- break: a serial that was altered
CREATE TABLE posts (id bigserial PRIMARY KEY);
ALTER SEQUENCE posts_id_seq CYCLE;
-- near miss: no key
CREATE TABLE posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, turn bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 8 CYCLE));
