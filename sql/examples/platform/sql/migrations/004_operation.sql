-- WHAT: jobs, checkpoints, events, the audit trail
-- WHY:  what the workers do has to be seen

CREATE TABLE IF NOT EXISTS jobs (
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

CREATE INDEX IF NOT EXISTS idx_jobs_tenant ON jobs (tenant_id, created_at);
CREATE INDEX IF NOT EXISTS idx_jobs_waiting ON jobs (created_at) WHERE status = 'queued';
CREATE INDEX IF NOT EXISTS idx_jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

DROP TRIGGER IF EXISTS set_updated_at ON jobs;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON jobs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  jobs         IS 'Background tasks; those that are done stay for a month';
COMMENT ON COLUMN jobs.payload IS 'What the worker of this kind needs';


CREATE TABLE IF NOT EXISTS pipeline_checkpoints (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    pipeline   VARCHAR(100) NOT NULL,
    position   VARCHAR(500) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, pipeline)
);

DROP TRIGGER IF EXISTS set_updated_at ON pipeline_checkpoints;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON pipeline_checkpoints
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  pipeline_checkpoints          IS 'How far a long process has come';
COMMENT ON COLUMN pipeline_checkpoints.position IS 'In the words of the pipeline: a number, a time, a key';


CREATE TABLE IF NOT EXISTS event_logs (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id    BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    event        VARCHAR(100) NOT NULL,
    payload      JSONB NOT NULL DEFAULT '{}',
    processed_at TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS idx_event_logs_tenant ON event_logs (tenant_id, created_at);
CREATE INDEX IF NOT EXISTS idx_event_logs_created ON event_logs (created_at);

COMMENT ON TABLE  event_logs         IS 'Events that were emitted or processed; kept for 90 days';
COMMENT ON COLUMN event_logs.payload IS 'The event as it was emitted';


CREATE TABLE IF NOT EXISTS audit_logs (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id     BIGINT REFERENCES users (id) ON DELETE SET NULL,
    action      VARCHAR(100) NOT NULL,
    resource    VARCHAR(50) NOT NULL,
    resource_id BIGINT,
    details     JSONB NOT NULL DEFAULT '{}',
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS idx_audit_logs_tenant ON audit_logs (tenant_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_audit_logs_user ON audit_logs (user_id);

COMMENT ON TABLE  audit_logs         IS 'Security and compliance: rows are only ever added';
COMMENT ON COLUMN audit_logs.user_id IS 'Null for what the system did';
COMMENT ON COLUMN audit_logs.details IS 'What changed, by column';
