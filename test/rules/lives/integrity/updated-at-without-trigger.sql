-- break
CREATE TABLE posts (id bigint PRIMARY KEY, updated_at timestamptz);
-- break: the function is gone, and with it the trigger
DROP FUNCTION set_updated_at CASCADE;
-- near miss
CREATE TABLE posts (id bigint PRIMARY KEY, updated_on timestamptz);
-- near miss
ALTER TABLE tenants ENABLE ALWAYS TRIGGER set_updated_at;
