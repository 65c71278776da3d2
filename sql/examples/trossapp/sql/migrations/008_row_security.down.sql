DROP POLICY IF EXISTS audit_logs_never_delete ON audit_logs;
DROP POLICY IF EXISTS audit_logs_never_change ON audit_logs;
DROP POLICY IF EXISTS audit_logs_add_own ON audit_logs;
DROP POLICY IF EXISTS audit_logs_read_own ON audit_logs;
ALTER TABLE audit_logs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_logs DISABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS refresh_tokens_own ON refresh_tokens;
ALTER TABLE refresh_tokens NO FORCE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens DISABLE ROW LEVEL SECURITY;
