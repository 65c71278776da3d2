-- break
CREATE POLICY mine ON notes FOR SELECT USING (body = (SELECT current_setting('app.user_name', true)));
-- near miss: beside the tenant
CREATE POLICY mine ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND body = (SELECT current_setting('app.user_name', true)));
