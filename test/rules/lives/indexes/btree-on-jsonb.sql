-- break
ALTER TABLE notes ADD data jsonb;
CREATE INDEX ON notes (data);
-- near miss: one field of it
ALTER TABLE notes ADD data jsonb;
CREATE INDEX ON notes ((data ->> 'priority'));
CREATE INDEX ON notes USING gin (data);
