-- break
CREATE TABLE attachments (id bigint PRIMARY KEY, note_tenant uuid, note_id bigint, FOREIGN KEY (note_tenant, note_id) REFERENCES notes);
GRANT SELECT ON attachments TO :app;
-- mend
ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachments FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON attachments USING (note_tenant = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
-- near miss: the application cannot reach it
CREATE TABLE attachments (id bigint PRIMARY KEY, note_tenant uuid, note_id bigint, FOREIGN KEY (note_tenant, note_id) REFERENCES notes);
-- near miss: points at what all share
CREATE TABLE regions (id bigint PRIMARY KEY, country varchar(2) REFERENCES countries);
GRANT SELECT ON regions TO :app;
