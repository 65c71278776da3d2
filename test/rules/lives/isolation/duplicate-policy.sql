-- break
CREATE POLICY again ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss: another role, another condition, another kind
CREATE POLICY wider ON notes AS RESTRICTIVE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY narrower ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND body <> '');
