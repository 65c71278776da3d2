-- break
CREATE TABLE memberships (tenant text, user_name text);
ALTER TABLE notes ADD tenant text;
CREATE POLICY member ON notes FOR SELECT
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND EXISTS (SELECT FROM memberships m WHERE m.tenant = tenant AND m.user_name = 'a'));
-- mend
ALTER POLICY member ON notes
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND EXISTS (SELECT FROM memberships m WHERE m.tenant = notes.tenant AND m.user_name = 'a'));
-- near miss
CREATE TABLE memberships (tenant text, user_name text);
ALTER TABLE notes ADD tenant text;
CREATE POLICY member ON notes FOR SELECT
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND EXISTS (SELECT FROM memberships m, memberships o WHERE m.tenant = o.tenant AND m.user_name = notes.tenant));
