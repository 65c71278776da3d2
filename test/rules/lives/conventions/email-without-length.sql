-- break
ALTER TABLE notes ADD email text;
-- near miss
ALTER TABLE notes ADD email varchar(254), ADD contact_email text CHECK (length(contact_email) < 255);
