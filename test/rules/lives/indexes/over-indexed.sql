-- break
-- params: {"max_indexes": 2}
CREATE INDEX one ON countries (name);
CREATE INDEX two ON countries (lower(name));
-- mend
-- params: {"max_indexes": 2}
DROP INDEX one;
-- near miss
-- params: {"max_indexes": 2}
CREATE INDEX one ON countries (name);
