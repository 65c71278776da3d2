-- break
CREATE TABLE posts (id uuid PRIMARY KEY);
COMMENT ON TABLE posts IS 'What was written.';
-- near miss: the key of another table
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES tenants, avatar uuid);
COMMENT ON TABLE profiles IS 'What tenants show.';
