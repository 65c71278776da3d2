-- WHAT: a session sees the refresh tokens and the audit trail of its own user only, named by app.user_id:
--       SET LOCAL app.user_id = '42'
-- WHY:  a WHERE that was forgotten must not show one user's sessions to another
--
-- Fails closed: where app.user_id is not set, the comparison is with NULL and no row passes. NULLIF, since after
-- a SET LOCAL the setting is '' and not NULL. In a sub-select, since that runs once a statement and not once a row.
-- FORCE holds for the owner of the table as well; superusers and roles with BYPASSRLS (maintenance) pass.

ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS refresh_tokens_own ON refresh_tokens;
CREATE POLICY refresh_tokens_own ON refresh_tokens
    USING (user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER))
    WITH CHECK (user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER));

ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS audit_logs_read_own ON audit_logs;
CREATE POLICY audit_logs_read_own ON audit_logs FOR SELECT
    USING (user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER));

-- Without a session a row may be added as nobody's: that is how a failed login is recorded.
DROP POLICY IF EXISTS audit_logs_add_own ON audit_logs;
CREATE POLICY audit_logs_add_own ON audit_logs FOR INSERT
    WITH CHECK (user_id IS NOT DISTINCT FROM (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER));

-- No policy would deny these just the same; said aloud, nobody takes it for an oversight.
DROP POLICY IF EXISTS audit_logs_never_change ON audit_logs;
CREATE POLICY audit_logs_never_change ON audit_logs FOR UPDATE USING (false);
DROP POLICY IF EXISTS audit_logs_never_delete ON audit_logs;
CREATE POLICY audit_logs_never_delete ON audit_logs FOR DELETE USING (false);
