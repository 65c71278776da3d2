-- break
CREATE POLICY open ON notes FOR SELECT USING (true);
-- break: disguised
CREATE POLICY open ON notes FOR SELECT USING (tenant_id = tenant_id);
-- break: in one clause
CREATE POLICY open ON notes FOR UPDATE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (true);
-- break: one arm of an OR
CREATE POLICY open ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) OR 1 = 1);
-- also: 
-- break: a null test and its opposite
CREATE POLICY open ON notes FOR SELECT USING (body IS NULL OR body IS NOT NULL);
-- near miss: for a role that the application is not
CREATE POLICY open ON notes TO :owner USING (true);
-- near miss: a restrictive policy holds it
CREATE POLICY open ON notes USING (true);
CREATE POLICY guard ON notes AS RESTRICTIVE USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss
CREATE POLICY nothing ON notes USING (false);
-- near miss: a condition that is always true narrows nothing, and widens nothing
CREATE POLICY fine ON notes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND 1 = 1);
