-- WHAT: the template, and its users
-- WHY:  tenants are copies of one schema, so that each has the same tables

CREATE SCHEMA IF NOT EXISTS template;

COMMENT ON SCHEMA template IS 'The schema that tenants are copies of; holds no rows';

CREATE TABLE IF NOT EXISTS template.users (
    id             SERIAL PRIMARY KEY,
    email          VARCHAR(254) UNIQUE NOT NULL,
    password_hash  VARCHAR(60) NOT NULL,
    first_name     VARCHAR(100) NOT NULL,
    last_name      VARCHAR(100) NOT NULL,
    role           VARCHAR(20) NOT NULL CHECK (role IN ('admin', 'manager', 'sales_rep', 'viewer')),
    permissions    JSONB DEFAULT '{}',
    active         BOOLEAN NOT NULL DEFAULT true,
    email_verified BOOLEAN NOT NULL DEFAULT false,
    last_login     TIMESTAMPTZ,
    created_by     INTEGER REFERENCES template.users (id),
    updated_by     INTEGER REFERENCES template.users (id),
    created_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    deleted_at     TIMESTAMPTZ
);

-- None on email: its UNIQUE has one.
CREATE INDEX IF NOT EXISTS idx_users_active ON template.users (active);
CREATE INDEX IF NOT EXISTS idx_users_role ON template.users (role);
CREATE INDEX IF NOT EXISTS idx_users_created_by ON template.users (created_by);
CREATE INDEX IF NOT EXISTS idx_users_updated_by ON template.users (updated_by);

DROP TRIGGER IF EXISTS set_updated_at ON template.users;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.users
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  template.users               IS 'Who signs in to this tenant';
COMMENT ON COLUMN template.users.password_hash IS 'bcrypt: always 60 characters';
COMMENT ON COLUMN template.users.created_by    IS 'Null for the tenant''s first user';
COMMENT ON COLUMN template.users.deleted_at    IS 'Null while the row counts';


CREATE TABLE IF NOT EXISTS template.password_reset_tokens (
    id         SERIAL PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES template.users (id) ON DELETE CASCADE,
    token      VARCHAR(255) UNIQUE NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX IF NOT EXISTS idx_password_reset_tokens_user_id ON template.password_reset_tokens (user_id);
CREATE INDEX IF NOT EXISTS idx_password_reset_tokens_expires ON template.password_reset_tokens (expires_at);

COMMENT ON TABLE template.password_reset_tokens IS 'What a link to a new password holds; deleted soon after it expires';
