-- break
CREATE POLICY alike ON notes USING (tenant_id::text LIKE (SELECT current_setting('app.tenant_id', true)) || '%');
-- break: a prefix
CREATE POLICY alike ON notes USING (left(tenant_id::text, 8) = left((SELECT current_setting('app.tenant_id', true)), 8));
-- break: all but one
CREATE POLICY others ON notes USING (tenant_id <> (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss: a pattern of another column
CREATE POLICY drafts ON notes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid) AND body LIKE 'a%');
-- near miss: the same text
CREATE POLICY text ON notes USING (tenant_id::text = (SELECT current_setting('app.tenant_id', true)));
-- near miss: equality that knows null
CREATE POLICY exact ON notes USING (tenant_id IS NOT DISTINCT FROM (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss: an inequality of what is found by the tenant
CREATE TABLE owners (tenant uuid PRIMARY KEY, name text);
CREATE POLICY others ON notes FOR DELETE USING (body <> (SELECT o.name FROM owners o WHERE o.tenant = notes.tenant_id)
  AND tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY reading ON notes FOR SELECT USING (body <> (SELECT o.name FROM owners o WHERE o.tenant = notes.tenant_id));
