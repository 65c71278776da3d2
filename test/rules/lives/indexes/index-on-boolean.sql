-- break
ALTER TABLE notes ADD read boolean;
CREATE INDEX ON notes (read);
-- near miss
ALTER TABLE notes ADD read boolean;
CREATE INDEX ON notes (tenant_id, read);
CREATE INDEX ON notes (id) WHERE NOT read;
