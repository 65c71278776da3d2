-- WHAT: invoices and payments
-- WHY:  work that was done is paid for

CREATE TABLE IF NOT EXISTS invoices (
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

CREATE INDEX IF NOT EXISTS idx_invoices_account ON invoices (tenant_id, account_id);
CREATE INDEX IF NOT EXISTS idx_invoices_work_order ON invoices (tenant_id, work_order_id);
CREATE INDEX IF NOT EXISTS idx_invoices_status ON invoices (tenant_id, status, due_on);

DROP TRIGGER IF EXISTS set_updated_at ON invoices;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON invoices
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  invoices IS 'What an account owes';
COMMENT ON COLUMN invoices.currency IS 'ISO 4217';


CREATE TABLE IF NOT EXISTS payments (
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

CREATE INDEX IF NOT EXISTS idx_payments_invoice ON payments (tenant_id, invoice_id);

DROP TRIGGER IF EXISTS set_updated_at ON payments;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON payments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE  payments IS 'Money that came in for an invoice';
