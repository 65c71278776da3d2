-- break
CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE TABLE likes (id bigint PRIMARY KEY, post_id bigint);
-- near miss: points at anything, or at something else
CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE TABLE likes (id bigint PRIMARY KEY, entity_id bigint, post_id text);
