-- break
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE PUBLICATION supabase_realtime FOR TABLE countries;
-- near miss
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE PUBLICATION supabase_realtime FOR TABLE notes;
CREATE PUBLICATION elsewhere FOR TABLE countries;
