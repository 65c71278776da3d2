-- break
-- also: api-table-without-rls
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
ALTER TABLE countries ADD api_key text;
GRANT SELECT ON countries TO anon;
-- near miss
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
ALTER TABLE countries ADD api_key text, ADD password_changed_at timestamptz;
ALTER TABLE notes ADD api_key text;
GRANT SELECT ON notes TO anon;
