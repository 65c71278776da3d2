-- WHAT: indexes on is_active
-- WHY:  rows are deactivated, not deleted, and every query asks for the active ones

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_roles_active ON roles (is_active);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_users_active ON users (is_active);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_refresh_tokens_active ON refresh_tokens (is_active);
