-- break
CREATE TABLE memberships (team_id uuid, user_name text);
GRANT SELECT, INSERT ON memberships TO :app;
CREATE POLICY member ON notes USING (tenant_id IN (SELECT m.team_id FROM memberships m));
-- mend
REVOKE INSERT ON memberships FROM :app;
-- near miss: it may only be read
CREATE TABLE memberships (team_id uuid, user_name text);
GRANT SELECT ON memberships TO :app;
CREATE POLICY member ON notes USING (tenant_id IN (SELECT m.team_id FROM memberships m));
-- near miss: it has row security of its own
CREATE TABLE memberships (team_id uuid, user_name text);
GRANT SELECT, INSERT ON memberships TO :app;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON memberships USING (user_name = (SELECT current_setting('app.user_name', true)));
CREATE POLICY member ON notes USING (tenant_id IN (SELECT m.team_id FROM memberships m));
