DROP INDEX IF EXISTS idx_roles_active;
DROP INDEX IF EXISTS idx_users_active;
DROP INDEX IF EXISTS idx_refresh_tokens_active;
