-- What all tenants share: the registry, and invitations into it.

-- For the constraint on invitations: = on integers and texts in a GiST index.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- WHAT: sets updated_at on every UPDATE, here and in each tenant's schema
-- WHY:  a column that the application has to remember is a column that it forgets
CREATE FUNCTION public.set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;


-- Tenants -----------------------------------------------------------------------------------------------------

-- Each request begins here: SELECT schema_name FROM tenants WHERE subdomain = '…', by the index of the UNIQUE.
CREATE TABLE public.tenants (
    id          SERIAL PRIMARY KEY,
    name        VARCHAR(255) NOT NULL,
    subdomain   VARCHAR(63) UNIQUE NOT NULL,
    schema_name VARCHAR(63) UNIQUE NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_tenants_created_at ON public.tenants (created_at);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.tenants
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  public.tenants             IS 'The registry: an organization, its subdomain, and the schema that holds its rows';
COMMENT ON COLUMN public.tenants.subdomain   IS 'example, of example.yourcrm.com';
COMMENT ON COLUMN public.tenants.schema_name IS 'tenant_example; 63 bytes is PostgreSQL''s longest name';


-- Invitations -------------------------------------------------------------------------------------------------

CREATE TABLE public.invitations (
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

CREATE INDEX idx_invitations_tenant_id ON public.invitations (tenant_id);

-- For the weekly removal of those that have run out.
CREATE INDEX idx_invitations_expires_at ON public.invitations (expires_at);

COMMENT ON TABLE  public.invitations            IS 'Who may join which tenant; needed before the invited has a row in it';
COMMENT ON COLUMN public.invitations.token      IS 'What the link in the e-mail holds';
COMMENT ON COLUMN public.invitations.invited_by IS 'A user of the tenant''s own schema, where no foreign key of a shared table can point';


-- Statistics --------------------------------------------------------------------------------------------------

-- Written by the application, which knows whose query it was. A rule of maintenance keeps a month of it.
CREATE TABLE public.query_log (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schema_name VARCHAR(63) NOT NULL,
    query       TEXT NOT NULL,
    query_time  DOUBLE PRECISION NOT NULL CHECK (query_time >= 0),
    "timestamp" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_query_log_timestamp ON public.query_log ("timestamp");

COMMENT ON TABLE  public.query_log             IS 'Slow queries per tenant, for a month';
COMMENT ON COLUMN public.query_log.schema_name IS 'The tenant''s schema; stays when the tenant has gone';
COMMENT ON COLUMN public.query_log.query       IS 'With $1 in place of values';
COMMENT ON COLUMN public.query_log.query_time  IS 'Milliseconds';

-- WHAT: the rows of one table of one tenant, counted
-- WHY:  statistics over all tenants; only schemas of the registry are read, whatever the caller asks for
CREATE FUNCTION public.get_table_count(schema_name TEXT, table_name TEXT) RETURNS BIGINT
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    n BIGINT;
BEGIN
    IF NOT EXISTS (SELECT FROM public.tenants t WHERE t.schema_name = get_table_count.schema_name) THEN
        RAISE EXCEPTION 'no tenant has the schema "%"', schema_name USING ERRCODE = 'invalid_schema_name';
    END IF;
    EXECUTE format('SELECT count(*) FROM %I.%I', schema_name, table_name) INTO n;
    RETURN n;
END;
$$;

COMMENT ON FUNCTION public.get_table_count(TEXT, TEXT) IS 'How many rows a table of a tenant has';

-- WHAT: the users of one tenant, without what is secret
-- WHY:  to list tenants with the number of their users
CREATE FUNCTION public.tenant_users(schema_name TEXT)
    RETURNS TABLE (id INTEGER, email VARCHAR, first_name VARCHAR, last_name VARCHAR, role VARCHAR, active BOOLEAN, last_login TIMESTAMPTZ)
    LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.tenants t WHERE t.schema_name = tenant_users.schema_name) THEN
        RAISE EXCEPTION 'no tenant has the schema "%"', schema_name USING ERRCODE = 'invalid_schema_name';
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT id, email, first_name, last_name, role, active, last_login FROM %I.users WHERE deleted_at IS NULL',
        schema_name
    );
END;
$$;

COMMENT ON FUNCTION public.tenant_users(TEXT) IS 'The users of a tenant who were not deleted';

-- pg_stat_activity knows no schema. The application names the tenant when it takes a connection from its pool:
-- SET application_name = 'tenant_example'.
CREATE VIEW public.pg_stat_activity_by_schema AS
    SELECT t.schema_name,
           count(*) FILTER (WHERE a.state <> 'idle') AS active_connections,
           count(a.pid) AS total_connections
      FROM public.tenants t
      LEFT JOIN pg_catalog.pg_stat_activity a
        ON a.application_name = t.schema_name AND a.datname = current_database()
     GROUP BY t.schema_name;

COMMENT ON VIEW public.pg_stat_activity_by_schema IS 'Connections per tenant, by application_name';
