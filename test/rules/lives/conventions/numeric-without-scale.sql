-- break
ALTER TABLE notes ADD price numeric;
-- near miss
ALTER TABLE notes ADD price numeric(12, 2), ADD factor numeric;
