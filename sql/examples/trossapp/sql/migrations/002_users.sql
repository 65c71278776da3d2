-- WHAT: the table of users, each with one role
-- WHY:  sign-in is the identity provider's; who somebody is here, and what they may do, is ours

CREATE TABLE IF NOT EXISTS users (
    id         SERIAL PRIMARY KEY,
    email      VARCHAR(255) UNIQUE NOT NULL,
    auth0_id   VARCHAR(255) UNIQUE,
    first_name VARCHAR(100),
    last_name  VARCHAR(100),
    role_id    INTEGER REFERENCES roles (id) ON DELETE SET NULL,
    is_active  BOOLEAN DEFAULT true,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

-- PostgreSQL indexes no foreign key by itself; without one, deleting a role reads all users.
CREATE INDEX IF NOT EXISTS idx_users_role_id ON users (role_id);

COMMENT ON TABLE  users           IS 'Everyone who signs in: staff and clients';
COMMENT ON COLUMN users.email     IS 'What identifies a user to people, in place of a name';
COMMENT ON COLUMN users.auth0_id  IS 'The identity provider''s subject; null until the first sign-in';
COMMENT ON COLUMN users.role_id   IS 'Null after the role was deleted: the user may then do nothing';
COMMENT ON COLUMN users.is_active IS 'False: deactivated, kept for the audit trail';
