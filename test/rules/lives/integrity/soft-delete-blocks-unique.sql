-- break
CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, deleted_at timestamptz);
-- near miss
CREATE TABLE users (id bigint PRIMARY KEY, email text, token uuid UNIQUE, deleted_at timestamptz);
CREATE UNIQUE INDEX ON users (email) WHERE deleted_at IS NULL;
