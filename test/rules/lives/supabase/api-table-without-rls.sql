-- break
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
GRANT SELECT ON countries TO anon;
-- near miss: not granted, or not in the schema of the API
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE SCHEMA private;
CREATE TABLE private.secrets (id bigint PRIMARY KEY);
GRANT SELECT ON private.secrets TO anon;
GRANT SELECT ON notes TO anon;
