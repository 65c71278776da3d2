-- break
CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE TABLE likes (id bigint PRIMARY KEY, post_id int REFERENCES posts);
-- near miss: the same type by another name
CREATE DOMAIN key AS bigint;
CREATE TABLE posts (id bigint PRIMARY KEY);
CREATE TABLE likes (id bigint PRIMARY KEY, post_id key REFERENCES posts, country text REFERENCES countries);
