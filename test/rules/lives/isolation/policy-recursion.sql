-- break
CREATE POLICY deep ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND EXISTS (SELECT FROM notes n WHERE n.id = notes.id));
-- mend
DROP POLICY deep ON notes;
-- near miss: another table, whose policies do not lead back
CREATE POLICY beside ON notes FOR SELECT USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND EXISTS (SELECT FROM events e WHERE e.id = notes.id));
