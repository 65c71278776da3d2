-- break
ALTER TABLE notes ADD code char(3);
-- near miss
ALTER TABLE notes ADD code varchar(3), ADD letter "char";
