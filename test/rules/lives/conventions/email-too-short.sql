-- break
ALTER TABLE notes ADD email varchar(100);
-- near miss
ALTER TABLE notes ADD email varchar(254), ADD work_email varchar(255), ADD email_verified boolean, ADD email_hash varchar(64);
