-- break
ALTER TABLE countries ADD is_active boolean DEFAULT true;
CREATE INDEX ON countries (name) WHERE is_active;
-- near miss: a time says it by being there
ALTER TABLE countries ADD is_active boolean NOT NULL DEFAULT true, ADD is_read boolean;
CREATE INDEX ON countries (name) WHERE is_active;
