-- break
ALTER TABLE notes ADD title text;
-- near miss
ALTER TABLE notes ADD title varchar(200), ADD description text, ADD slug text CHECK (length(slug) < 80);
