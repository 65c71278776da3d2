-- break
ALTER TABLE notes ADD metadata jsonb;
-- near miss: what is a document may be absent
ALTER TABLE notes ADD metadata jsonb DEFAULT '{}', ADD old_values jsonb;
