-- break
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
CREATE VIEW people AS SELECT * FROM auth.users;
GRANT SELECT ON people TO authenticated;
-- near miss
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
CREATE VIEW people AS SELECT * FROM auth.users;
CREATE VIEW codes AS SELECT code FROM countries;
GRANT SELECT ON codes TO authenticated;
