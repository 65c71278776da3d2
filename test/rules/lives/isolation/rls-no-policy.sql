-- break
DROP POLICY tenant_isolation ON notes;
CREATE POLICY narrow ON notes AS RESTRICTIVE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss
ALTER TABLE events_2026 ENABLE ROW LEVEL SECURITY;
