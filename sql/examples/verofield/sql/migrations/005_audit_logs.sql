-- WHAT: the audit trail
-- WHY:  who did what must be answerable a year later

CREATE TABLE IF NOT EXISTS audit_logs (
    tenant_id   UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id          UUID NOT NULL DEFAULT gen_random_uuid(),
    user_id     UUID,
    action      VARCHAR(50) NOT NULL,
    entity_type VARCHAR(50),
    entity_id   UUID,
    old_values  JSONB,
    new_values  JSONB,
    "timestamp" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE SET NULL (user_id)
);

CREATE INDEX IF NOT EXISTS idx_audit_logs_timestamp ON audit_logs (tenant_id, "timestamp" DESC);
CREATE INDEX IF NOT EXISTS idx_audit_logs_user ON audit_logs (tenant_id, user_id);

COMMENT ON TABLE  audit_logs IS 'Who did what to which row; rows are only ever added';
COMMENT ON COLUMN audit_logs.user_id IS 'Null for what the system did, or a user who was deleted';
