-- WHAT: numbers over all tenants: counts, users, connections, slow queries
-- WHY:  a report over all tenants must not be written once per tenant

-- Written by the application, which knows whose query it was. A rule of maintenance keeps a month of it.
CREATE TABLE IF NOT EXISTS public.query_log (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schema_name VARCHAR(63) NOT NULL,
    query       TEXT NOT NULL,
    query_time  DOUBLE PRECISION NOT NULL CHECK (query_time >= 0),
    "timestamp" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX IF NOT EXISTS idx_query_log_timestamp ON public.query_log ("timestamp");

COMMENT ON TABLE  public.query_log             IS 'Slow queries per tenant, for a month';
COMMENT ON COLUMN public.query_log.schema_name IS 'The tenant''s schema; stays when the tenant has gone';
COMMENT ON COLUMN public.query_log.query       IS 'With $1 in place of values';
COMMENT ON COLUMN public.query_log.query_time  IS 'Milliseconds';

-- WHAT: the rows of one table of one tenant, counted
-- WHY:  statistics over all tenants; only schemas of the registry are read, whatever the caller asks for
CREATE OR REPLACE FUNCTION public.get_table_count(schema_name TEXT, table_name TEXT) RETURNS BIGINT
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
CREATE OR REPLACE FUNCTION public.tenant_users(schema_name TEXT)
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
CREATE OR REPLACE VIEW public.pg_stat_activity_by_schema AS
    SELECT t.schema_name,
           count(*) FILTER (WHERE a.state <> 'idle') AS active_connections,
           count(a.pid) AS total_connections
      FROM public.tenants t
      LEFT JOIN pg_catalog.pg_stat_activity a
        ON a.application_name = t.schema_name AND a.datname = current_database()
     GROUP BY t.schema_name;

COMMENT ON VIEW public.pg_stat_activity_by_schema IS 'Connections per tenant, by application_name';
