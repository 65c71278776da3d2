-- break
CREATE POLICY drafts ON notes USING (body LIKE 'draft%');
-- break
CREATE POLICY drafts ON notes FOR INSERT WITH CHECK (body <> '');
-- break: it only has to be there
CREATE POLICY drafts ON notes USING (tenant_id IS NOT NULL);
-- break: beside the tenant's own rows, those of all that are marked
CREATE POLICY drafts ON notes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) OR body = 'public');
-- near miss
CREATE POLICY drafts ON notes USING (body LIKE 'draft%' AND tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss: a restrictive policy only narrows
CREATE POLICY drafts ON notes AS RESTRICTIVE USING (body <> '');
-- near miss: rows of no tenant are for all
CREATE POLICY shared ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) OR tenant_id IS NULL);
-- near miss: tied by a function of the tenant column, or by a membership
CREATE FUNCTION is_member(uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE TABLE memberships (team_id uuid, user_id uuid);
CREATE POLICY member ON notes USING (is_member(tenant_id));
CREATE POLICY joined ON notes USING (EXISTS (SELECT FROM memberships m WHERE m.team_id = notes.tenant_id));
CREATE POLICY listed ON notes USING (tenant_id IN (SELECT m.team_id FROM memberships m));
