-- break
CREATE POLICY support ON notes FOR SELECT USING ((SELECT current_setting('app.support', true)) = 'on' OR tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss
CREATE POLICY support ON notes FOR SELECT USING ((SELECT current_setting('app.support', true)) = 'on' AND tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
