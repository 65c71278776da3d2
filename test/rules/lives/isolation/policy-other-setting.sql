-- break
CREATE POLICY stale ON notes USING (tenant_id = (SELECT nullif(current_setting('app.current_tenant', true), '')::uuid));
-- near miss: another setting for another column
CREATE POLICY mine ON notes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND body = (SELECT current_setting('app.user_name', true)));
-- near miss: settings do not mind upper case
CREATE POLICY mine ON notes USING (tenant_id = (SELECT nullif(current_setting('App.Tenant_ID', true), '')::uuid));
