-- break
CREATE POLICY open ON notes USING (current_setting('app.tenant_id', true) IS NULL OR tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- break: what a pool leaves behind
CREATE POLICY open ON notes USING (current_setting('app.tenant_id', true) = '' OR tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- break: a default that is the row's own tenant
CREATE POLICY open ON notes USING (tenant_id = coalesce((SELECT nullif(current_setting('app.tenant_id', true), ''))::uuid, tenant_id));
-- near miss: a tenant that has to be set
CREATE POLICY closed ON notes USING (current_setting('app.tenant_id', true) IS NOT NULL AND tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss: a default that is no tenant
CREATE POLICY closed ON notes USING (tenant_id = coalesce((SELECT nullif(current_setting('app.tenant_id', true), ''))::uuid, '00000000-0000-0000-0000-000000000000'::uuid));
