-- WHAT: accounts, and the places where work is done for them
-- WHY:  a customer may have many sites

CREATE TABLE IF NOT EXISTS accounts (
    tenant_id      UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id             UUID NOT NULL DEFAULT gen_random_uuid(),
    account_number VARCHAR(20) NOT NULL,
    name           VARCHAR(255) NOT NULL,
    email          VARCHAR(254),
    phone          VARCHAR(30),
    status         VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('lead', 'active', 'on_hold', 'closed')),
    created_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, account_number)
);

CREATE INDEX IF NOT EXISTS idx_accounts_status ON accounts (tenant_id, status);

DROP TRIGGER IF EXISTS set_updated_at ON accounts;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON accounts
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  accounts IS 'Customers of a tenant';
COMMENT ON COLUMN accounts.account_number IS 'What people say on the telephone';


CREATE TABLE IF NOT EXISTS locations (
    tenant_id   UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id          UUID NOT NULL DEFAULT gen_random_uuid(),
    account_id  UUID NOT NULL,
    name        VARCHAR(255) NOT NULL,
    street      VARCHAR(255),
    city        VARCHAR(100),
    postal_code VARCHAR(20),
    country     VARCHAR(2),
    latitude    NUMERIC(9,6) CHECK (latitude BETWEEN -90 AND 90),
    longitude   NUMERIC(9,6) CHECK (longitude BETWEEN -180 AND 180),
    created_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS idx_locations_account ON locations (tenant_id, account_id);

DROP TRIGGER IF EXISTS set_updated_at ON locations;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON locations
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  locations IS 'Where work is done; goes with its account';
COMMENT ON COLUMN locations.country IS 'ISO 3166-1, two letters';
