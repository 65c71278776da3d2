-- WHAT: tenants and their configuration
-- WHY:  every tenant-scoped table points at them

-- WHAT: sets updated_at on every UPDATE
-- WHY:  derived systems ask for what changed since; a column that a program has to remember is one that it forgets
CREATE OR REPLACE FUNCTION set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END;
$$;

CREATE TABLE IF NOT EXISTS tenants (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id  UUID NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    name       VARCHAR(200) NOT NULL,
    slug       VARCHAR(63) NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]+$'),
    status     VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'closed')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

DROP TRIGGER IF EXISTS set_updated_at ON tenants;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON tenants
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  tenants IS 'The boundary of isolation: each tenant-scoped row names its tenant';


CREATE TABLE IF NOT EXISTS tenant_configs (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  BIGINT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    key        VARCHAR(100) NOT NULL,
    value      JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (tenant_id, key)
);

DROP TRIGGER IF EXISTS set_updated_at ON tenant_configs;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON tenant_configs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  tenant_configs       IS 'Configuration of one tenant, a setting a row';
COMMENT ON COLUMN tenant_configs.value IS 'JSON, for a setting may be a number, a switch or a list';
