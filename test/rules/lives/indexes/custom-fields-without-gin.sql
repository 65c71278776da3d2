-- break
ALTER TABLE notes ADD custom_fields jsonb NOT NULL DEFAULT '{}';
-- near miss
ALTER TABLE notes ADD custom_fields jsonb NOT NULL DEFAULT '{}', ADD settings jsonb;
CREATE INDEX ON notes USING gin (custom_fields);
