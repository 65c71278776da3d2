-- TrossApp: the master schema, the single source of truth.
--
-- Both trossapp_dev and trossapp_test are made from this file. To change the schema, edit it here, add a
-- migration that takes existing databases the same way, and run `pgplumb apply`.
--
-- Every entity has these fields:
--   id                      its number
--   name, email or title    what people call it
--   is_active               false is a soft delete: rows are deactivated, not deleted
--   created_at, updated_at  when it was made and last changed; a trigger keeps updated_at

-- WHAT: uuid_generate_v4()
-- WHY:  refresh tokens are named by a random UUID, so that one cannot be guessed from another
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";


-- Functions ---------------------------------------------------------------------------------------------------

-- WHAT: sets updated_at on every UPDATE
-- WHY:  a column that the application has to remember is a column that it forgets
CREATE FUNCTION update_updated_at_column() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;

COMMENT ON FUNCTION update_updated_at_column() IS 'Sets updated_at on every UPDATE; the trigger of every table that has the column';


-- Roles -------------------------------------------------------------------------------------------------------

CREATE TABLE roles (
    id          SERIAL PRIMARY KEY,
    name        VARCHAR(50) UNIQUE NOT NULL,
    description TEXT,
    is_active   BOOLEAN DEFAULT true,
    created_at  TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_roles_active ON roles (is_active);

CREATE TRIGGER update_roles_updated_at
    BEFORE UPDATE ON roles
    FOR EACH ROW
    EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE  roles             IS 'What a user may do: admin, manager, dispatcher, technician, client';
COMMENT ON COLUMN roles.name        IS 'The name that the application checks';
COMMENT ON COLUMN roles.description IS 'What the role may do, for people';
COMMENT ON COLUMN roles.is_active   IS 'False: retired, no longer given to users';


-- Users -------------------------------------------------------------------------------------------------------

CREATE TABLE users (
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
CREATE INDEX idx_users_role_id ON users (role_id);
CREATE INDEX idx_users_active ON users (is_active);

CREATE TRIGGER update_users_updated_at
    BEFORE UPDATE ON users
    FOR EACH ROW
    EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE  users           IS 'Everyone who signs in: staff and clients';
COMMENT ON COLUMN users.email     IS 'What identifies a user to people, in place of a name';
COMMENT ON COLUMN users.auth0_id  IS 'The identity provider''s subject; null until the first sign-in';
COMMENT ON COLUMN users.role_id   IS 'Null after the role was deleted: the user may then do nothing';
COMMENT ON COLUMN users.is_active IS 'False: deactivated, kept for the audit trail';


-- Audit logs --------------------------------------------------------------------------------------------------

-- No ON DELETE: a user who has left a trace is deactivated, never deleted.
CREATE TABLE audit_logs (
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

CREATE INDEX idx_audit_logs_user_id ON audit_logs (user_id);
CREATE INDEX idx_audit_logs_resource ON audit_logs (resource_type, resource_id);
CREATE INDEX idx_audit_logs_created_at ON audit_logs (created_at);

COMMENT ON TABLE  audit_logs            IS 'Who did what to which row, and whether it worked; rows are only ever added';
COMMENT ON COLUMN audit_logs.user_id    IS 'Null where nobody was signed in, e.g. for a failed login';
COMMENT ON COLUMN audit_logs.old_values IS 'The row before, where it was changed or deleted';
COMMENT ON COLUMN audit_logs.new_values IS 'The row after, where it was created or changed';
COMMENT ON COLUMN audit_logs.ip_address IS 'IPv4 or IPv6: 45 characters hold the longest';


-- Refresh tokens ----------------------------------------------------------------------------------------------

CREATE TABLE refresh_tokens (
    id           SERIAL PRIMARY KEY,
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_id     UUID NOT NULL DEFAULT uuid_generate_v4(),
    token_hash   TEXT NOT NULL,
    expires_at   TIMESTAMP NOT NULL,
    is_active    BOOLEAN DEFAULT true,
    ip_address   VARCHAR(45),
    user_agent   TEXT,
    created_at   TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    last_used_at TIMESTAMP,
    revoked_at   TIMESTAMP
);

CREATE UNIQUE INDEX idx_refresh_tokens_token_id ON refresh_tokens (token_id);
CREATE INDEX idx_refresh_tokens_user_id ON refresh_tokens (user_id);
CREATE INDEX idx_refresh_tokens_active ON refresh_tokens (is_active);

-- For the removal of expired tokens. Not a partial index on "still valid": a predicate cannot hold the time of day.
CREATE INDEX idx_refresh_tokens_expires_at ON refresh_tokens (expires_at);

COMMENT ON TABLE  refresh_tokens            IS 'Sessions that may be renewed; deleted a week after they expire';
COMMENT ON COLUMN refresh_tokens.token_id   IS 'What the client holds names the row by this';
COMMENT ON COLUMN refresh_tokens.token_hash IS 'A hash, never the token itself';
COMMENT ON COLUMN refresh_tokens.revoked_at IS 'When the user signed out, or was signed out';


-- Work orders -------------------------------------------------------------------------------------------------

CREATE TABLE work_orders (
    id              SERIAL PRIMARY KEY,
    title           VARCHAR(255) NOT NULL,
    description     TEXT,
    status          VARCHAR(20) NOT NULL DEFAULT 'pending',
    priority        VARCHAR(10) NOT NULL DEFAULT 'normal',
    client_id       INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    technician_id   INTEGER REFERENCES users (id) ON DELETE SET NULL,
    created_by      INTEGER REFERENCES users (id) ON DELETE SET NULL,
    scheduled_start TIMESTAMP,
    scheduled_end   TIMESTAMP,
    completed_at    TIMESTAMP,
    is_active       BOOLEAN DEFAULT true,
    created_at      TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at      TIMESTAMP DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT work_orders_status_check
        CHECK (status IN ('pending', 'assigned', 'in_progress', 'completed', 'cancelled')),
    CONSTRAINT work_orders_priority_check
        CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    CONSTRAINT work_orders_schedule_check
        CHECK (scheduled_end > scheduled_start),
    CONSTRAINT work_orders_completed_check
        CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);

CREATE INDEX idx_work_orders_client_id ON work_orders (client_id);
CREATE INDEX idx_work_orders_technician_id ON work_orders (technician_id);
CREATE INDEX idx_work_orders_created_by ON work_orders (created_by);
CREATE INDEX idx_work_orders_active ON work_orders (is_active);

-- What dispatchers look at all day is a small part of the table.
CREATE INDEX idx_work_orders_open ON work_orders (scheduled_start)
    WHERE is_active AND status IN ('pending', 'assigned', 'in_progress');

CREATE TRIGGER update_work_orders_updated_at
    BEFORE UPDATE ON work_orders
    FOR EACH ROW
    EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE  work_orders               IS 'A job at a client''s: requested, scheduled, done';
COMMENT ON COLUMN work_orders.title         IS 'What people call the job, in place of a name';
COMMENT ON COLUMN work_orders.status        IS 'pending, assigned, in_progress, completed or cancelled';
COMMENT ON COLUMN work_orders.priority      IS 'low, normal, high or urgent';
COMMENT ON COLUMN work_orders.client_id     IS 'Who it is for';
COMMENT ON COLUMN work_orders.technician_id IS 'Who does it; null until a dispatcher assigns it';
COMMENT ON COLUMN work_orders.created_by    IS 'Who entered it: the client, or staff on the telephone';
COMMENT ON COLUMN work_orders.completed_at  IS 'Set if and only if status is completed';


-- Views -------------------------------------------------------------------------------------------------------

CREATE VIEW active_work_orders AS
SELECT
    w.id,
    w.title,
    w.status,
    w.priority,
    w.scheduled_start,
    w.scheduled_end,
    w.technician_id,
    t.email AS technician_email,
    w.client_id,
    c.email AS client_email
FROM work_orders w
JOIN users c ON c.id = w.client_id
LEFT JOIN users t ON t.id = w.technician_id
WHERE w.is_active
  AND w.status NOT IN ('completed', 'cancelled');

COMMENT ON VIEW active_work_orders IS 'What is still to be done, with the people concerned';

CREATE VIEW technician_workload AS
SELECT
    u.id AS technician_id,
    u.email,
    count(a.id) AS open_orders,
    count(a.id) FILTER (WHERE a.priority = 'urgent') AS urgent_orders,
    min(a.scheduled_start) AS next_start
FROM users u
JOIN roles r ON r.id = u.role_id AND r.name = 'technician'
LEFT JOIN active_work_orders a ON a.technician_id = u.id
WHERE u.is_active
GROUP BY u.id, u.email;

COMMENT ON VIEW technician_workload IS 'How busy each technician is, idle ones included';


-- Row security ------------------------------------------------------------------------------------------------

-- WHAT: a session sees the refresh tokens and the audit trail of its own user only, named by app.user_id:
--       SET LOCAL app.user_id = '42'
-- WHY:  a WHERE that was forgotten must not show one user's sessions to another
--
-- Fails closed: where app.user_id is not set, the comparison is with NULL and no row passes. NULLIF, since after
-- a SET LOCAL the setting is '' and not NULL. In a sub-select, since that runs once a statement and not once a row.
-- FORCE holds for the owner of the table as well; superusers and roles with BYPASSRLS (maintenance) pass.

ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;

CREATE POLICY refresh_tokens_own ON refresh_tokens
    USING (user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER))
    WITH CHECK (user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER));

ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY;

CREATE POLICY audit_logs_read_own ON audit_logs FOR SELECT
    USING (user_id = (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER));

-- Without a session a row may be added as nobody's: that is how a failed login is recorded.
CREATE POLICY audit_logs_add_own ON audit_logs FOR INSERT
    WITH CHECK (user_id IS NOT DISTINCT FROM (SELECT NULLIF(current_setting('app.user_id', true), '')::INTEGER));

-- No policy would deny these just the same; said aloud, nobody takes it for an oversight.
CREATE POLICY audit_logs_never_change ON audit_logs FOR UPDATE USING (false);
CREATE POLICY audit_logs_never_delete ON audit_logs FOR DELETE USING (false);
