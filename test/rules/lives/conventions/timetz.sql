-- break
ALTER TABLE notes ADD due timetz;
-- near miss
ALTER TABLE notes ADD due time;
