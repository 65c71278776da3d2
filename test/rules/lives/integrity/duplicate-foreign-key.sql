-- break
CREATE TABLE posts (id bigint PRIMARY KEY, country varchar(2) REFERENCES countries);
ALTER TABLE posts ADD FOREIGN KEY (country) REFERENCES countries ON DELETE CASCADE;
-- near miss
CREATE TABLE posts (id bigint PRIMARY KEY, country varchar(2) REFERENCES countries, origin varchar(2) REFERENCES countries);
