-- break
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
-- near miss
CREATE POLICY more ON notes FOR SELECT USING (tenant_id IS NULL);
