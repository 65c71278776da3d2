-- break
CREATE POLICY strict ON notes USING (tenant_id = (SELECT current_setting('app.tenant_id')::uuid));
-- break: null is no error, but '' is
CREATE POLICY strict ON notes USING (tenant_id = (SELECT current_setting('app.tenant_id', true)::uuid));
-- near miss: text needs no cast
CREATE POLICY text ON notes USING (tenant_id::text = (SELECT current_setting('app.tenant_id', true)));
