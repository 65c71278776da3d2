-- break
CREATE TABLE posts (id serial PRIMARY KEY);
SELECT setval('posts_id_seq', 2000000000);
-- also: int4-key
-- break: the sequence is larger than the column
CREATE TABLE posts (id int PRIMARY KEY);
CREATE SEQUENCE numbers OWNED BY posts.id;
ALTER TABLE posts ALTER id SET DEFAULT nextval('numbers');
SELECT setval('numbers', 2100000000);
-- also: int4-key
-- near miss
CREATE TABLE posts (id bigserial PRIMARY KEY);
SELECT setval('posts_id_seq', 2000000000);
