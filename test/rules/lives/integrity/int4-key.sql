-- break
CREATE TABLE posts (id serial PRIMARY KEY);
-- break
CREATE TABLE posts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- near miss: a number that somebody gives
CREATE TABLE posts (id int PRIMARY KEY);
