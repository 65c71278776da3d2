-- break
CREATE POLICY demo ON notes FOR SELECT USING (tenant_id = 'c0ffee00-0000-0000-0000-000000000001');
-- near miss: only when that tenant is the one who asks
CREATE POLICY demo ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND tenant_id = 'c0ffee00-0000-0000-0000-000000000001');
-- near miss: what a function says of the tenant
CREATE FUNCTION is_member(uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
CREATE POLICY member ON notes USING (is_member(tenant_id) = true);
