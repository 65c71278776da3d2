-- The platform: the master schema. The source of truth for canonical, transactional data; search indexes, projections and
-- enrichments are rebuilt from it, and nothing here is derived.
--
-- Conventions, stated as rules in pgplumb.yaml:
--   id          internal, numeric, given once and never again; what leaves the platform is public_id
--   tenant_id   on all that belongs to a tenant: indexed, a foreign key, and part of the foreign keys between its rows
--   created_at, updated_at   when a row was made and last changed
--   text        has a length, or a comment that says what for it has none

-- WHAT: sets updated_at on every UPDATE
-- WHY:  derived systems ask for what changed since; a column that a program has to remember is one that it forgets
CREATE FUNCTION set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END;
$$;


-- Tenancy ----------------------------------------------------------------------------------------------------

CREATE TABLE tenants (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id  UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    name       VARCHAR(200) NOT NULL,
    slug       VARCHAR(63) NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]+$'),
    status     VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'closed')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON tenants
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  tenants IS 'The boundary of isolation: each tenant-scoped row names its tenant';


CREATE TABLE tenant_configs (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    key        VARCHAR(100) NOT NULL,
    value      JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, key)
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON tenant_configs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  tenant_configs       IS 'Configuration of one tenant, a setting a row';
COMMENT ON COLUMN tenant_configs.value IS 'JSON, for a setting may be a number, a switch or a list';


-- Identity and access ----------------------------------------------------------------------------------------

CREATE TABLE users (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id    UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    email        VARCHAR(254) NOT NULL,
    display_name VARCHAR(200) NOT NULL,
    status       VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('invited', 'active', 'disabled')),
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX idx_users_email ON users (lower(email));

CREATE TRIGGER set_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  users IS 'Identities that can sign in; belong to tenants by memberships';


CREATE TABLE roles (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        VARCHAR(50) NOT NULL UNIQUE,
    description VARCHAR(500),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON roles
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  roles IS 'Named sets of permissions, the same for all tenants';


CREATE TABLE permissions (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action     VARCHAR(20) NOT NULL CHECK (action IN ('read', 'create', 'update', 'delete', 'run')),
    resource   VARCHAR(50) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (resource, action)
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON permissions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  permissions IS 'An action on a kind of resource';


CREATE TABLE role_permissions (
    role_id       BIGINT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    permission_id BIGINT NOT NULL REFERENCES permissions (id) ON DELETE CASCADE,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),

    PRIMARY KEY (role_id, permission_id)
);

CREATE INDEX idx_role_permissions_permission ON role_permissions (permission_id);

COMMENT ON TABLE  role_permissions IS 'Which role has which permission';


CREATE TABLE memberships (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role_id    BIGINT NOT NULL REFERENCES roles (id),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, user_id, role_id)
);

CREATE INDEX idx_memberships_user ON memberships (user_id);
CREATE INDEX idx_memberships_role ON memberships (role_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON memberships
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  memberships IS 'Which user has which role in which tenant';


-- Domain data ------------------------------------------------------------------------------------------------

CREATE TABLE datasets (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id   UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    tenant_id   BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    name        VARCHAR(200) NOT NULL,
    description VARCHAR(2000),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, name),
    UNIQUE (tenant_id, id)
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON datasets
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  datasets IS 'Collections of records';


CREATE TABLE documents (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id  UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    tenant_id  BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    title      VARCHAR(300) NOT NULL,
    body       TEXT NOT NULL,
    status     VARCHAR(20) NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
    author_id  BIGINT REFERENCES users (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, id)
);

CREATE INDEX idx_documents_status ON documents (tenant_id, status, updated_at);
CREATE INDEX idx_documents_author ON documents (author_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON documents
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  documents      IS 'Primary content';
COMMENT ON COLUMN documents.body IS 'The document itself, of any length: it is what the platform is for';


CREATE TABLE records (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id    UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    tenant_id    BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    dataset_id   BIGINT NOT NULL,
    external_key VARCHAR(200) NOT NULL,
    data         JSONB NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, dataset_id, external_key),
    FOREIGN KEY (tenant_id, dataset_id) REFERENCES datasets (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_records_updated ON records (tenant_id, updated_at);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON records
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  records              IS 'Items of a dataset';
COMMENT ON COLUMN records.external_key IS 'What the source calls it, so that an import can run twice';
COMMENT ON COLUMN records.data         IS 'As the source sent it: its form is the dataset''s own';


CREATE TABLE attachments (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id    UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    tenant_id    BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    document_id  BIGINT NOT NULL,
    file_name    VARCHAR(255) NOT NULL,
    content_type VARCHAR(100) NOT NULL,
    bytes        BIGINT NOT NULL CHECK (bytes >= 0),
    storage_key  VARCHAR(500) NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    -- A key that is unique among all would tell one tenant what another has.
    UNIQUE (tenant_id, storage_key),
    FOREIGN KEY (tenant_id, document_id) REFERENCES documents (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX idx_attachments_document ON attachments (tenant_id, document_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON attachments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  attachments             IS 'Artifacts in object storage that belong to a document';
COMMENT ON COLUMN attachments.storage_key IS 'Where the object is; the bytes are not here';


-- Operation --------------------------------------------------------------------------------------------------

CREATE TABLE jobs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id   UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    tenant_id   BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    kind        VARCHAR(100) NOT NULL,
    payload     JSONB NOT NULL DEFAULT '{}',
    status      VARCHAR(20) NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed')),
    attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error  VARCHAR(2000),
    finished_at TIMESTAMPTZ,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),

    CHECK ((status IN ('done', 'failed')) = (finished_at IS NOT NULL))
);

CREATE INDEX idx_jobs_tenant ON jobs (tenant_id, created_at);
CREATE INDEX idx_jobs_waiting ON jobs (created_at) WHERE status = 'queued';
CREATE INDEX idx_jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

CREATE TRIGGER set_updated_at BEFORE UPDATE ON jobs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  jobs         IS 'Background tasks; those that are done stay for a month';
COMMENT ON COLUMN jobs.payload IS 'What the worker of this kind needs';


CREATE TABLE pipeline_checkpoints (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    pipeline   VARCHAR(100) NOT NULL,
    position   VARCHAR(500) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, pipeline)
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON pipeline_checkpoints
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  pipeline_checkpoints          IS 'How far a long process has come';
COMMENT ON COLUMN pipeline_checkpoints.position IS 'In the words of the pipeline: a number, a time, a key';


CREATE TABLE event_logs (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    event        VARCHAR(100) NOT NULL,
    payload      JSONB NOT NULL DEFAULT '{}',
    processed_at TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_event_logs_tenant ON event_logs (tenant_id, created_at);
CREATE INDEX idx_event_logs_created ON event_logs (created_at);

COMMENT ON TABLE  event_logs         IS 'Events that were emitted or processed; kept for 90 days';
COMMENT ON COLUMN event_logs.payload IS 'The event as it was emitted';


CREATE TABLE audit_logs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id     BIGINT REFERENCES users (id) ON DELETE SET NULL,
    action      VARCHAR(100) NOT NULL,
    resource    VARCHAR(50) NOT NULL,
    resource_id BIGINT,
    details     JSONB NOT NULL DEFAULT '{}',
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX idx_audit_logs_tenant ON audit_logs (tenant_id, created_at DESC);
CREATE INDEX idx_audit_logs_user ON audit_logs (user_id);

COMMENT ON TABLE  audit_logs         IS 'Security and compliance: rows are only ever added';
COMMENT ON COLUMN audit_logs.user_id IS 'Null for what the system did';
COMMENT ON COLUMN audit_logs.details IS 'What changed, by column';


-- Isolation --------------------------------------------------------------------------------------------------

-- A query must always filter by tenant_id; one that forgets to finds nothing of another tenant, and nothing at all where
-- app.tenant_id is not set. A request begins with SET LOCAL app.tenant_id.

ALTER TABLE tenant_configs ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_configs FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_configs_of_tenant ON tenant_configs
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;

CREATE POLICY memberships_of_tenant ON memberships
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE datasets ENABLE ROW LEVEL SECURITY;
ALTER TABLE datasets FORCE ROW LEVEL SECURITY;

CREATE POLICY datasets_of_tenant ON datasets
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;

CREATE POLICY documents_of_tenant ON documents
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE records ENABLE ROW LEVEL SECURITY;
ALTER TABLE records FORCE ROW LEVEL SECURITY;

CREATE POLICY records_of_tenant ON records
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE attachments ENABLE ROW LEVEL SECURITY;
ALTER TABLE attachments FORCE ROW LEVEL SECURITY;

CREATE POLICY attachments_of_tenant ON attachments
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;

CREATE POLICY jobs_of_tenant ON jobs
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE pipeline_checkpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE pipeline_checkpoints FORCE ROW LEVEL SECURITY;

CREATE POLICY pipeline_checkpoints_of_tenant ON pipeline_checkpoints
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE event_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_logs FORCE ROW LEVEL SECURITY;

CREATE POLICY event_logs_read ON event_logs FOR SELECT
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

CREATE POLICY event_logs_add ON event_logs FOR INSERT
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY;

CREATE POLICY audit_logs_read ON audit_logs FOR SELECT
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

CREATE POLICY audit_logs_add ON audit_logs FOR INSERT
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::BIGINT));

GRANT SELECT ON tenants, roles, permissions, role_permissions TO platform_api;
GRANT SELECT, INSERT, UPDATE ON users TO platform_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_configs, memberships, datasets, documents, records, attachments, jobs, pipeline_checkpoints TO platform_api;
GRANT SELECT, INSERT ON event_logs, audit_logs TO platform_api;
