-- break
CREATE FUNCTION may_read(uuid) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN true; END';
ALTER POLICY tenant_isolation ON notes USING (may_read(tenant_id));
-- near miss
CREATE FUNCTION may_read(uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS 'BEGIN RETURN true; END';
ALTER POLICY tenant_isolation ON notes USING (may_read(tenant_id));
