-- break
CREATE POLICY more ON notes FOR SELECT USING (tenant_id IS NULL);
-- mend
DROP POLICY more ON notes;
-- near miss: a restrictive one, and another command of another role
CREATE POLICY narrow ON notes AS RESTRICTIVE USING (body <> '');
DROP POLICY tenant_isolation ON notes;
CREATE POLICY reading ON notes FOR SELECT TO :app USING (tenant_id IS NULL);
CREATE POLICY adding ON notes FOR INSERT TO :app WITH CHECK (tenant_id IS NULL);
CREATE POLICY other ON notes FOR SELECT TO :other USING (true);
