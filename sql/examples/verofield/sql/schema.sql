-- VeroField: the master schema.
--
-- Tenants share the tables. A row says whose it is by tenant_id, and so does every key: the primary key is
-- (tenant_id, id), and a foreign key names both, so that no row of one tenant can point at a row of another.
--
-- A request sets its tenant for one transaction: BEGIN; SET LOCAL app.tenant_id = '…'; …; COMMIT.

-- WHAT: sets updated_at on every UPDATE
-- WHY:  a column that the application has to remember is a column that it forgets
CREATE FUNCTION set_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END;
$$;

-- Tenants and users ------------------------------------------------------------------------------------------

CREATE TABLE tenants (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name       VARCHAR(255) NOT NULL,
    slug       VARCHAR(63) UNIQUE NOT NULL,
    status     VARCHAR(20) NOT NULL DEFAULT 'active' CHECK (status IN ('trial', 'active', 'suspended', 'closed')),
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON tenants
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  tenants IS 'Organizations; deleting one deletes all of its rows';
COMMENT ON COLUMN tenants.slug IS 'verofield.example/<slug>: how a request finds its tenant';


CREATE TYPE user_role AS ENUM ('owner', 'dispatcher', 'technician', 'accountant');

CREATE TABLE users (
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

CREATE TRIGGER set_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  users IS 'People of a tenant; technicians are users';
COMMENT ON COLUMN users.email IS 'Unique within the tenant: one person may work for two';


-- Accounts and locations -------------------------------------------------------------------------------------

CREATE TABLE accounts (
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

CREATE INDEX idx_accounts_status ON accounts (tenant_id, status);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON accounts
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  accounts IS 'Customers of a tenant';
COMMENT ON COLUMN accounts.account_number IS 'What people say on the telephone';


CREATE TABLE locations (
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

CREATE INDEX idx_locations_account ON locations (tenant_id, account_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON locations
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  locations IS 'Where work is done; goes with its account';
COMMENT ON COLUMN locations.country IS 'ISO 3166-1, two letters';


-- Work orders and jobs ---------------------------------------------------------------------------------------

CREATE TABLE work_orders (
    tenant_id   UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id          UUID NOT NULL DEFAULT gen_random_uuid(),
    number      VARCHAR(20) NOT NULL,
    account_id  UUID NOT NULL,
    location_id UUID NOT NULL,
    title       VARCHAR(255) NOT NULL,
    description TEXT,
    priority    VARCHAR(10) NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    status      VARCHAR(20) NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'scheduled', 'in_progress', 'completed', 'cancelled')),
    created_by  UUID,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    -- NO ACTION, not RESTRICT: it looks at the end of the statement, so that a whole tenant can still be deleted.
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    FOREIGN KEY (tenant_id, location_id) REFERENCES locations (tenant_id, id),
    -- Only the user goes; a plain SET NULL would take tenant_id as well.
    FOREIGN KEY (tenant_id, created_by) REFERENCES users (tenant_id, id) ON DELETE SET NULL (created_by)
);

CREATE INDEX idx_work_orders_account ON work_orders (tenant_id, account_id);
CREATE INDEX idx_work_orders_location ON work_orders (tenant_id, location_id);
CREATE INDEX idx_work_orders_created_by ON work_orders (tenant_id, created_by);
CREATE INDEX idx_work_orders_status ON work_orders (tenant_id, status);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON work_orders
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  work_orders IS 'What a customer asked for';
COMMENT ON COLUMN work_orders.number IS 'Unique within the tenant';


CREATE TABLE jobs (
    tenant_id      UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id             UUID NOT NULL DEFAULT gen_random_uuid(),
    work_order_id  UUID NOT NULL,
    technician_id  UUID,
    scheduled_date DATE NOT NULL,
    status         VARCHAR(20) NOT NULL DEFAULT 'scheduled' CHECK (status IN ('scheduled', 'en_route', 'in_progress', 'completed', 'cancelled')),
    started_at     TIMESTAMPTZ,
    completed_at   TIMESTAMPTZ,
    notes          TEXT,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, work_order_id) REFERENCES work_orders (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, technician_id) REFERENCES users (tenant_id, id) ON DELETE SET NULL (technician_id),
    CONSTRAINT jobs_completed_check CHECK (status <> 'completed' OR completed_at IS NOT NULL),
    CONSTRAINT jobs_times_check CHECK (completed_at >= started_at)
);

-- A technician's day, and the dispatcher's board.
CREATE INDEX idx_jobs_technician ON jobs (tenant_id, technician_id, scheduled_date);
CREATE INDEX idx_jobs_status ON jobs (tenant_id, status, scheduled_date);
CREATE INDEX idx_jobs_work_order ON jobs (tenant_id, work_order_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON jobs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  jobs IS 'One visit to work on a work order';
COMMENT ON COLUMN jobs.technician_id IS 'Null until a dispatcher assigns it';


-- Invoices and payments --------------------------------------------------------------------------------------

CREATE TABLE invoices (
    tenant_id      UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id             UUID NOT NULL DEFAULT gen_random_uuid(),
    invoice_number VARCHAR(20) NOT NULL,
    account_id     UUID NOT NULL,
    work_order_id  UUID,
    status         VARCHAR(20) NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'paid', 'overdue', 'void')),
    total          NUMERIC(12,2) NOT NULL CHECK (total >= 0),
    currency       VARCHAR(3) NOT NULL DEFAULT 'USD',
    issued_on      DATE,
    due_on         DATE,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, invoice_number),
    -- What was billed outlives neither its account nor a mistake: an account with invoices cannot be deleted.
    FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
    FOREIGN KEY (tenant_id, work_order_id) REFERENCES work_orders (tenant_id, id) ON DELETE SET NULL (work_order_id),
    CONSTRAINT invoices_due_check CHECK (due_on >= issued_on)
);

CREATE INDEX idx_invoices_account ON invoices (tenant_id, account_id);
CREATE INDEX idx_invoices_work_order ON invoices (tenant_id, work_order_id);
CREATE INDEX idx_invoices_status ON invoices (tenant_id, status, due_on);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON invoices
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  invoices IS 'What an account owes';
COMMENT ON COLUMN invoices.currency IS 'ISO 4217';


CREATE TABLE payments (
    tenant_id   UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id          UUID NOT NULL DEFAULT gen_random_uuid(),
    invoice_id  UUID NOT NULL,
    amount      NUMERIC(12,2) NOT NULL CHECK (amount > 0),
    method      VARCHAR(20) NOT NULL CHECK (method IN ('card', 'transfer', 'cash', 'cheque')),
    status      VARCHAR(20) NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'settled', 'failed', 'refunded')),
    received_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoices (tenant_id, id)
);

CREATE INDEX idx_payments_invoice ON payments (tenant_id, invoice_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON payments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  payments IS 'Money that came in for an invoice';


-- Audit logs -------------------------------------------------------------------------------------------------

CREATE TABLE audit_logs (
    tenant_id   UUID NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    id          UUID NOT NULL DEFAULT gen_random_uuid(),
    user_id     UUID,
    action      VARCHAR(50) NOT NULL,
    entity_type VARCHAR(50),
    entity_id   UUID,
    old_values  JSONB,
    new_values  JSONB,
    "timestamp" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE SET NULL (user_id)
);

CREATE INDEX idx_audit_logs_timestamp ON audit_logs (tenant_id, "timestamp" DESC);
CREATE INDEX idx_audit_logs_user ON audit_logs (tenant_id, user_id);

COMMENT ON TABLE  audit_logs IS 'Who did what to which row; rows are only ever added';
COMMENT ON COLUMN audit_logs.user_id IS 'Null for what the system did, or a user who was deleted';


-- Row security -----------------------------------------------------------------------------------------------

-- Fails closed: where app.tenant_id is not set the comparison is with NULL, and no row passes. NULLIF, since after a
-- SET LOCAL the setting is '' and not NULL, and ''::uuid is an error. In a sub-select, since that runs once a statement
-- and not once a row. FORCE holds for the owner of the tables as well; superusers and BYPASSRLS pass.

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_isolation_users ON users
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_isolation_accounts ON accounts
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE locations ENABLE ROW LEVEL SECURITY;
ALTER TABLE locations FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_isolation_locations ON locations
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE work_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_orders FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_isolation_work_orders ON work_orders
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_isolation_jobs ON jobs
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_isolation_invoices ON invoices
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant_isolation_payments ON payments
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY;

-- Read and added to; no policy lets anybody change or delete.
CREATE POLICY tenant_isolation_audit_logs_read ON audit_logs FOR SELECT
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

CREATE POLICY tenant_isolation_audit_logs_add ON audit_logs FOR INSERT
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));


-- Reports ----------------------------------------------------------------------------------------------------

-- Holds the rows of all tenants, and row security does not exist for materialized views: nobody is granted anything
-- on it. The application reads the view below. REFRESH MATERIALIZED VIEW CONCURRENTLY needs the unique index.
CREATE MATERIALIZED VIEW monthly_revenue_all AS
    SELECT i.tenant_id,
           date_trunc('month', i.issued_on)::DATE AS month,
           i.currency,
           count(*) AS invoices,
           sum(i.total) AS invoiced,
           COALESCE(sum(p.paid), 0) AS paid
      FROM invoices i
      LEFT JOIN LATERAL (
           SELECT sum(amount) AS paid FROM payments
            WHERE tenant_id = i.tenant_id AND invoice_id = i.id AND status = 'settled') p ON true
     WHERE i.issued_on IS NOT NULL AND i.status NOT IN ('draft', 'void')
     GROUP BY 1, 2, 3;

CREATE UNIQUE INDEX idx_monthly_revenue_all ON monthly_revenue_all (tenant_id, month, currency);

COMMENT ON MATERIALIZED VIEW monthly_revenue_all IS 'Invoiced and paid per month, of all tenants; refreshed every night by a role that bypasses row security';

CREATE VIEW monthly_revenue WITH (security_barrier) AS
    SELECT month, currency, invoices, invoiced, paid
      FROM monthly_revenue_all
     WHERE tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID);

COMMENT ON VIEW monthly_revenue IS 'Invoiced and paid per month, of the tenant who asks';


-- Access -----------------------------------------------------------------------------------------------------

-- Which tenants there are is nobody's business; a request may find its own by the slug.
GRANT SELECT (id, slug, status) ON tenants TO verofield_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON users, accounts, locations, work_orders, jobs, invoices, payments TO verofield_app;
GRANT SELECT, INSERT ON audit_logs TO verofield_app;
GRANT SELECT ON monthly_revenue TO verofield_app;
