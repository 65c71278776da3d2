-- WHAT: work orders, and the visits that fulfil them
-- WHY:  one order may take several visits

CREATE TABLE IF NOT EXISTS work_orders (
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

CREATE INDEX IF NOT EXISTS idx_work_orders_account ON work_orders (tenant_id, account_id);
CREATE INDEX IF NOT EXISTS idx_work_orders_location ON work_orders (tenant_id, location_id);
CREATE INDEX IF NOT EXISTS idx_work_orders_created_by ON work_orders (tenant_id, created_by);
CREATE INDEX IF NOT EXISTS idx_work_orders_status ON work_orders (tenant_id, status);

DROP TRIGGER IF EXISTS set_updated_at ON work_orders;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON work_orders
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  work_orders IS 'What a customer asked for';
COMMENT ON COLUMN work_orders.number IS 'Unique within the tenant';


CREATE TABLE IF NOT EXISTS jobs (
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
CREATE INDEX IF NOT EXISTS idx_jobs_technician ON jobs (tenant_id, technician_id, scheduled_date);
CREATE INDEX IF NOT EXISTS idx_jobs_status ON jobs (tenant_id, status, scheduled_date);
CREATE INDEX IF NOT EXISTS idx_jobs_work_order ON jobs (tenant_id, work_order_id);

DROP TRIGGER IF EXISTS set_updated_at ON jobs;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON jobs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  jobs IS 'One visit to work on a work order';
COMMENT ON COLUMN jobs.technician_id IS 'Null until a dispatcher assigns it';
