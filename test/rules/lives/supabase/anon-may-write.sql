-- break
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE POLICY guestbook ON notes FOR INSERT WITH CHECK (body <> '');
GRANT INSERT ON notes TO anon;
-- near miss: who is signed in; reading
CREATE ROLE anon; CREATE ROLE authenticated; CREATE SCHEMA auth;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE POLICY own ON notes FOR INSERT WITH CHECK (tenant_id = (SELECT auth.uid()));
CREATE POLICY reading ON notes FOR SELECT TO anon USING (true);
GRANT SELECT, INSERT ON notes TO anon;
