-- WHAT: datasets, records, documents, attachments
-- WHY:  the canonical data of the platform

CREATE TABLE IF NOT EXISTS datasets (
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

DROP TRIGGER IF EXISTS set_updated_at ON datasets;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON datasets
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  datasets IS 'Collections of records';


CREATE TABLE IF NOT EXISTS documents (
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

CREATE INDEX IF NOT EXISTS idx_documents_status ON documents (tenant_id, status, updated_at);
CREATE INDEX IF NOT EXISTS idx_documents_author ON documents (author_id);

DROP TRIGGER IF EXISTS set_updated_at ON documents;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON documents
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  documents      IS 'Primary content';
COMMENT ON COLUMN documents.body IS 'The document itself, of any length: it is what the platform is for';


CREATE TABLE IF NOT EXISTS records (
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

CREATE INDEX IF NOT EXISTS idx_records_updated ON records (tenant_id, updated_at);

DROP TRIGGER IF EXISTS set_updated_at ON records;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON records
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  records              IS 'Items of a dataset';
COMMENT ON COLUMN records.external_key IS 'What the source calls it, so that an import can run twice';
COMMENT ON COLUMN records.data         IS 'As the source sent it: its form is the dataset''s own';


CREATE TABLE IF NOT EXISTS attachments (
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

CREATE INDEX IF NOT EXISTS idx_attachments_document ON attachments (tenant_id, document_id);

DROP TRIGGER IF EXISTS set_updated_at ON attachments;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON attachments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  attachments             IS 'Artifacts in object storage that belong to a document';
COMMENT ON COLUMN attachments.storage_key IS 'Where the object is; the bytes are not here';
