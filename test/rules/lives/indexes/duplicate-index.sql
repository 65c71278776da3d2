-- break
CREATE INDEX again ON countries (code);
-- break
CREATE INDEX one ON notes (lower(body));
CREATE INDEX two ON notes (lower(body));
-- near miss: the other way round, with more, of some rows, for other operators
CREATE INDEX reversed ON countries (code DESC);
CREATE INDEX partial ON countries (code) WHERE name IS NULL;
CREATE INDEX other_class ON countries (name text_pattern_ops);
CREATE INDEX plain ON countries (name);
CREATE INDEX lowered ON countries (lower(name));
-- near miss
CREATE UNIQUE INDEX one ON countries (name, code);
