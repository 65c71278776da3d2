-- break
ALTER TABLE notes ADD created_by bigint;
-- mend
ALTER TABLE notes DROP created_by;
-- near miss: a name is no key
CREATE TABLE users (id bigint PRIMARY KEY);
COMMENT ON TABLE users IS 'Who signs in.';
ALTER TABLE notes ADD created_by text, ADD updated_by bigint REFERENCES users;
