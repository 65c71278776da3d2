-- WHAT: row security, and what the API may do
-- WHY:  a query without its tenant must find nothing rather than everything

-- A query must always filter by tenant_id; one that forgets to finds nothing of another tenant, and nothing at all where
-- app.tenant_id is not set. A request begins with SET LOCAL app.tenant_id.

ALTER TABLE tenant_configs ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_configs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_configs_of_tenant ON tenant_configs;
CREATE POLICY tenant_configs_of_tenant ON tenant_configs
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS memberships_of_tenant ON memberships;
CREATE POLICY memberships_of_tenant ON memberships
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE datasets ENABLE ROW LEVEL SECURITY;
ALTER TABLE datasets FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS datasets_of_tenant ON datasets;
CREATE POLICY datasets_of_tenant ON datasets
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS documents_of_tenant ON documents;
CREATE POLICY documents_of_tenant ON documents
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE records ENABLE ROW LEVEL SECURITY;
ALTER TABLE records FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS records_of_tenant ON records;
CREATE POLICY records_of_tenant ON records
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachments FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS attachments_of_tenant ON attachments;
CREATE POLICY attachments_of_tenant ON attachments
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS jobs_of_tenant ON jobs;
CREATE POLICY jobs_of_tenant ON jobs
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE pipeline_checkpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE pipeline_checkpoints FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS pipeline_checkpoints_of_tenant ON pipeline_checkpoints;
CREATE POLICY pipeline_checkpoints_of_tenant ON pipeline_checkpoints
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE event_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_logs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS event_logs_read ON event_logs;
CREATE POLICY event_logs_read ON event_logs FOR SELECT
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

DROP POLICY IF EXISTS event_logs_add ON event_logs;
CREATE POLICY event_logs_add ON event_logs FOR INSERT
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS audit_logs_read ON audit_logs;
CREATE POLICY audit_logs_read ON audit_logs FOR SELECT
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

DROP POLICY IF EXISTS audit_logs_add ON audit_logs;
CREATE POLICY audit_logs_add ON audit_logs FOR INSERT
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

GRANT SELECT ON tenants, roles, permissions, role_permissions TO platform_api;
GRANT SELECT, INSERT, UPDATE ON users TO platform_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_configs, memberships, datasets, documents, records, attachments, jobs, pipeline_checkpoints TO platform_api;
GRANT SELECT, INSERT ON event_logs, audit_logs TO platform_api;
