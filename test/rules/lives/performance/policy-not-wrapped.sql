-- break
ALTER POLICY tenant_isolation ON notes USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- near miss: a function of the row has to be asked for each
CREATE FUNCTION may_read(uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true';
ALTER POLICY tenant_isolation ON notes USING (may_read(tenant_id) AND tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
