-- break
ALTER TABLE countries ADD deleted_at timestamptz;
-- near miss
ALTER TABLE countries ADD deleted_at timestamptz;
CREATE INDEX ON countries (name) WHERE deleted_at IS NULL;
