-- WHAT: the audit trail
-- WHY:  who did what, and whether it worked, must be answerable a year later

-- No ON DELETE: a user who has left a trace is deactivated, never deleted.
CREATE TABLE IF NOT EXISTS audit_logs (
    id            SERIAL PRIMARY KEY,
    user_id       INTEGER REFERENCES users (id),
    action        VARCHAR(50) NOT NULL,
    resource_type VARCHAR(100),
    resource_id   INTEGER,
    old_values    JSONB,
    new_values    JSONB,
    ip_address    VARCHAR(45),
    user_agent    TEXT,
    result        VARCHAR(20),
    error_message TEXT,
    created_at    TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX IF NOT EXISTS idx_audit_logs_user_id ON audit_logs (user_id);
CREATE INDEX IF NOT EXISTS idx_audit_logs_resource ON audit_logs (resource_type, resource_id);
CREATE INDEX IF NOT EXISTS idx_audit_logs_created_at ON audit_logs (created_at);

COMMENT ON TABLE  audit_logs            IS 'Who did what to which row, and whether it worked; rows are only ever added';
COMMENT ON COLUMN audit_logs.user_id    IS 'Null where nobody was signed in, e.g. for a failed login';
COMMENT ON COLUMN audit_logs.old_values IS 'The row before, where it was changed or deleted';
COMMENT ON COLUMN audit_logs.new_values IS 'The row after, where it was created or changed';
COMMENT ON COLUMN audit_logs.ip_address IS 'IPv4 or IPv6: 45 characters hold the longest';
