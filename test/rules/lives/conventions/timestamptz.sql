-- break
ALTER TABLE notes ADD written_at timestamp;
-- near miss
ALTER TABLE notes ADD written_at timestamptz, ADD written_on date;
