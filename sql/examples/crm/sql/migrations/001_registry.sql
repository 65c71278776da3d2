-- WHAT: the registry of tenants, and invitations into them
-- WHY:  each request begins with the question which schema a subdomain belongs to

-- For the constraint on invitations: = on integers and texts in a GiST index.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- WHAT: sets updated_at on every UPDATE, here and in each tenant's schema
-- WHY:  a column that the application has to remember is a column that it forgets
CREATE OR REPLACE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;

-- Each request begins here: SELECT schema_name FROM tenants WHERE subdomain = '…', by the index of the UNIQUE.
CREATE TABLE IF NOT EXISTS public.tenants (
    id          SERIAL PRIMARY KEY,
    name        VARCHAR(255) NOT NULL,
    subdomain   VARCHAR(63) UNIQUE NOT NULL,
    schema_name VARCHAR(63) UNIQUE NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX IF NOT EXISTS idx_tenants_created_at ON public.tenants (created_at);

DROP TRIGGER IF EXISTS set_updated_at ON public.tenants;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.tenants
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  public.tenants             IS 'The registry: an organization, its subdomain, and the schema that holds its rows';
COMMENT ON COLUMN public.tenants.subdomain   IS 'example, of example.yourcrm.com';
COMMENT ON COLUMN public.tenants.schema_name IS 'tenant_example; 63 bytes is PostgreSQL''s longest name';

CREATE TABLE IF NOT EXISTS public.invitations (
    id          SERIAL PRIMARY KEY,
    tenant_id   INTEGER NOT NULL REFERENCES public.tenants (id) ON DELETE CASCADE,
    email       VARCHAR(254) NOT NULL,
    role        VARCHAR(20) NOT NULL CHECK (role IN ('admin', 'manager', 'sales_rep', 'viewer')),
    token       VARCHAR(255) UNIQUE NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL,
    accepted_at TIMESTAMPTZ,
    invited_by  INTEGER,
    metadata    JSONB DEFAULT '{}',
    created_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT invitations_expires_later CHECK (expires_at > created_at),

    -- One active invitation per tenant and address. A unique index WHERE expires_at > CURRENT_TIMESTAMP would say so,
    -- but an index cannot depend on the time of day: PostgreSQL refuses it. And WHERE accepted_at IS NULL alone would
    -- keep out everyone whose invitation has run out. Two that were not accepted may not be valid at the same moment:
    -- that needs no clock. To withdraw an invitation, delete it.
    CONSTRAINT invitations_one_active EXCLUDE USING gist (
        tenant_id WITH =,
        lower(email) WITH =,
        tstzrange(created_at, expires_at) WITH &&
    ) WHERE (accepted_at IS NULL)
);

CREATE INDEX IF NOT EXISTS idx_invitations_tenant_id ON public.invitations (tenant_id);

-- For the weekly removal of those that have run out.
CREATE INDEX IF NOT EXISTS idx_invitations_expires_at ON public.invitations (expires_at);

COMMENT ON TABLE  public.invitations            IS 'Who may join which tenant; needed before the invited has a row in it';
COMMENT ON COLUMN public.invitations.token      IS 'What the link in the e-mail holds';
COMMENT ON COLUMN public.invitations.invited_by IS 'A user of the tenant''s own schema, where no foreign key of a shared table can point';
