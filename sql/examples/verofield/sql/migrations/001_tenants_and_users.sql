-- WHAT: tenants and their users
-- WHY:  every row of the system is about one of them

-- WHAT: sets updated_at on every UPDATE
-- WHY:  a column that the application has to remember is a column that it forgets
CREATE OR REPLACE FUNCTION set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;

CREATE TABLE IF NOT EXISTS tenants (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name       VARCHAR(255) NOT NULL,
    slug       VARCHAR(63) UNIQUE NOT NULL,
    status     VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('trial', 'active', 'suspended', 'closed')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

DROP TRIGGER IF EXISTS set_updated_at ON tenants;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON tenants
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  tenants IS 'Organizations; deleting one deletes all of its rows';
COMMENT ON COLUMN tenants.slug IS 'verofield.example/<slug>: how a request finds its tenant';


-- pgplumb: ignore unchecked-do-block: makes the type, where it is not there
DO $$
BEGIN
    CREATE TYPE user_role AS ENUM ('owner', 'dispatcher', 'technician', 'accountant');
EXCEPTION
    WHEN duplicate_object THEN NULL;
END;
$$;

CREATE TABLE IF NOT EXISTS users (
    tenant_id  UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id         UUID NOT NULL DEFAULT gen_random_uuid(),
    email      VARCHAR(254) NOT NULL,
    name       VARCHAR(200) NOT NULL,
    role       user_role NOT NULL,
    status     VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('invited', 'active', 'disabled')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email)
);

DROP TRIGGER IF EXISTS set_updated_at ON users;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  users IS 'People of a tenant; technicians are users';
COMMENT ON COLUMN users.email IS 'Unique within the tenant: one person may work for two';
