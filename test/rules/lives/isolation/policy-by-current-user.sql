-- break
CREATE POLICY mine ON notes USING (tenant_id::text = (SELECT current_user));
-- near miss: who wrote it is no tenant
CREATE POLICY mine ON notes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND body = (SELECT current_user));
