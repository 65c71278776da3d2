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
