-- break
ALTER TABLE notes ADD price money;
-- near miss
ALTER TABLE notes ADD price numeric(12, 2);
