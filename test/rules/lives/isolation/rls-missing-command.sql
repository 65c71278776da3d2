-- break
DROP POLICY tenant_isolation ON notes;
CREATE POLICY reading ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY adding ON notes FOR INSERT WITH CHECK (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss: what is not granted needs no policy
DROP POLICY tenant_isolation ON notes;
CREATE POLICY reading ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
REVOKE INSERT, UPDATE, DELETE ON notes FROM :app;
