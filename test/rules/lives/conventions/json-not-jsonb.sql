-- break
ALTER TABLE notes ADD data json;
-- near miss
ALTER TABLE notes ADD data jsonb;
