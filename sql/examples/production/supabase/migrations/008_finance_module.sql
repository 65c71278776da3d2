-- WHAT: companies, budgets, invoices, purchases, expenses, payroll
-- WHY:  what it costs, and who pays

CREATE TABLE IF NOT EXISTS companies (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL DEFAULT 'client' CHECK (kind IN ('client', 'vendor', 'partner', 'sponsor')),
    description   TEXT,
    website       TEXT,
    tax_number    TEXT,
    status        TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'blocked')),
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_companies_workspace ON companies (workspace_id);
CREATE INDEX IF NOT EXISTS idx_companies_created_by ON companies (created_by);
CREATE INDEX IF NOT EXISTS idx_companies_search ON companies USING gin (to_tsvector('english', name || ' ' || COALESCE(description, '')));
CREATE INDEX IF NOT EXISTS idx_companies_custom_fields ON companies USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON companies;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON companies
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE companies FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS companies_read ON companies;
CREATE POLICY companies_read ON companies FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS companies_write ON companies;
CREATE POLICY companies_write ON companies TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  companies IS 'Vendors, clients, partners';


CREATE TABLE IF NOT EXISTS company_contacts (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    company_id    UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    role          TEXT,
    email         TEXT,
    phone         TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_company_contacts_workspace ON company_contacts (workspace_id);
CREATE INDEX IF NOT EXISTS idx_company_contacts_company ON company_contacts (company_id);
CREATE INDEX IF NOT EXISTS idx_company_contacts_created_by ON company_contacts (created_by);
CREATE INDEX IF NOT EXISTS idx_company_contacts_custom_fields ON company_contacts USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON company_contacts;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON company_contacts
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE company_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE company_contacts FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS company_contacts_read ON company_contacts;
CREATE POLICY company_contacts_read ON company_contacts FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS company_contacts_write ON company_contacts;
CREATE POLICY company_contacts_write ON company_contacts TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  company_contacts IS 'People there';


CREATE TABLE IF NOT EXISTS contracts (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    company_id    UUID NOT NULL REFERENCES companies (id),
    production_id UUID REFERENCES productions (id) ON DELETE SET NULL,
    title         TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'pending', 'active', 'expired', 'terminated')),
    value         NUMERIC(14,2),
    starts_on     DATE,
    ends_on       DATE,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (ends_on >= starts_on)
);

CREATE INDEX IF NOT EXISTS idx_contracts_workspace ON contracts (workspace_id);
CREATE INDEX IF NOT EXISTS idx_contracts_company ON contracts (company_id);
CREATE INDEX IF NOT EXISTS idx_contracts_production ON contracts (production_id);
CREATE INDEX IF NOT EXISTS idx_contracts_created_by ON contracts (created_by);
CREATE INDEX IF NOT EXISTS idx_contracts_custom_fields ON contracts USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON contracts;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON contracts
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE contracts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contracts FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS contracts_read ON contracts;
CREATE POLICY contracts_read ON contracts FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS contracts_write ON contracts;
CREATE POLICY contracts_write ON contracts TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  contracts IS 'What was agreed';


CREATE TABLE IF NOT EXISTS contract_milestones (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    contract_id   UUID NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
    title         TEXT NOT NULL,
    due_on        DATE NOT NULL,
    amount        NUMERIC(14,2),
    is_met        BOOLEAN NOT NULL DEFAULT false,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_contract_milestones_workspace ON contract_milestones (workspace_id);
CREATE INDEX IF NOT EXISTS idx_contract_milestones_contract ON contract_milestones (contract_id);
CREATE INDEX IF NOT EXISTS idx_contract_milestones_created_by ON contract_milestones (created_by);
CREATE INDEX IF NOT EXISTS idx_contract_milestones_custom_fields ON contract_milestones USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON contract_milestones;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON contract_milestones
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE contract_milestones ENABLE ROW LEVEL SECURITY;
ALTER TABLE contract_milestones FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS contract_milestones_read ON contract_milestones;
CREATE POLICY contract_milestones_read ON contract_milestones FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS contract_milestones_write ON contract_milestones;
CREATE POLICY contract_milestones_write ON contract_milestones TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  contract_milestones IS 'What is due under a contract';


BEGIN;
ALTER TABLE productions DROP CONSTRAINT IF EXISTS productions_client_id_fkey;
ALTER TABLE productions ADD CONSTRAINT productions_client_id_fkey
    FOREIGN KEY (client_id) REFERENCES companies (id) ON DELETE SET NULL NOT VALID;
COMMIT;
ALTER TABLE productions VALIDATE CONSTRAINT productions_client_id_fkey;

CREATE TABLE IF NOT EXISTS budgets (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id UUID REFERENCES productions (id) ON DELETE SET NULL,
    name          TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'approved', 'closed')),
    currency      TEXT NOT NULL DEFAULT 'USD',
    fiscal_year   INTEGER,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_budgets_workspace ON budgets (workspace_id);
CREATE INDEX IF NOT EXISTS idx_budgets_production ON budgets (production_id);
CREATE INDEX IF NOT EXISTS idx_budgets_created_by ON budgets (created_by);
CREATE INDEX IF NOT EXISTS idx_budgets_custom_fields ON budgets USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON budgets;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON budgets
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE budgets FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS budgets_read ON budgets;
CREATE POLICY budgets_read ON budgets FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS budgets_write ON budgets;
CREATE POLICY budgets_write ON budgets TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  budgets IS 'What may be spent on a production';


CREATE TABLE IF NOT EXISTS budget_line_items (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    budget_id     UUID NOT NULL REFERENCES budgets (id) ON DELETE CASCADE,
    category      TEXT NOT NULL,
    description   TEXT,
    amount        NUMERIC(14,2) NOT NULL DEFAULT 0,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (amount >= 0)
);

CREATE INDEX IF NOT EXISTS idx_budget_line_items_workspace ON budget_line_items (workspace_id);
CREATE INDEX IF NOT EXISTS idx_budget_line_items_budget ON budget_line_items (budget_id);
CREATE INDEX IF NOT EXISTS idx_budget_line_items_created_by ON budget_line_items (created_by);
CREATE INDEX IF NOT EXISTS idx_budget_line_items_custom_fields ON budget_line_items USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON budget_line_items;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON budget_line_items
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE budget_line_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_line_items FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS budget_line_items_read ON budget_line_items;
CREATE POLICY budget_line_items_read ON budget_line_items FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS budget_line_items_write ON budget_line_items;
CREATE POLICY budget_line_items_write ON budget_line_items TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  budget_line_items IS 'A part of a budget';


CREATE TABLE IF NOT EXISTS financial_transactions (
    id                  UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id        UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    budget_line_item_id UUID REFERENCES budget_line_items (id) ON DELETE SET NULL,
    production_id       UUID REFERENCES productions (id) ON DELETE SET NULL,
    company_id          UUID REFERENCES companies (id) ON DELETE SET NULL,
    kind                TEXT NOT NULL DEFAULT 'expense' CHECK (kind IN ('expense', 'income', 'transfer')),
    amount              NUMERIC(14,2) NOT NULL,
    currency            TEXT NOT NULL DEFAULT 'USD',
    occurred_on         DATE NOT NULL,
    status              TEXT NOT NULL DEFAULT 'posted' CHECK (status IN ('posted', 'pending', 'void')),
    description         TEXT,
    created_by          UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields       JSONB NOT NULL DEFAULT '{}',

    CHECK (amount >= 0)
);

CREATE INDEX IF NOT EXISTS idx_financial_transactions_budget_line_item ON financial_transactions (budget_line_item_id);
CREATE INDEX IF NOT EXISTS idx_financial_transactions_production ON financial_transactions (production_id);
CREATE INDEX IF NOT EXISTS idx_financial_transactions_company ON financial_transactions (company_id);
CREATE INDEX IF NOT EXISTS idx_financial_transactions_created_by ON financial_transactions (created_by);
CREATE INDEX IF NOT EXISTS idx_financial_transactions_dates ON financial_transactions (workspace_id, occurred_on);
CREATE INDEX IF NOT EXISTS idx_financial_transactions_custom_fields ON financial_transactions USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON financial_transactions;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON financial_transactions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE financial_transactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE financial_transactions FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS financial_transactions_read ON financial_transactions;
CREATE POLICY financial_transactions_read ON financial_transactions FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS financial_transactions_write ON financial_transactions;
CREATE POLICY financial_transactions_write ON financial_transactions TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  financial_transactions IS 'All money in and out';


CREATE TABLE IF NOT EXISTS tax_rates (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    percent       NUMERIC(10,2) NOT NULL DEFAULT 0,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (percent >= 0)
);

CREATE INDEX IF NOT EXISTS idx_tax_rates_workspace ON tax_rates (workspace_id);
CREATE INDEX IF NOT EXISTS idx_tax_rates_created_by ON tax_rates (created_by);
CREATE INDEX IF NOT EXISTS idx_tax_rates_custom_fields ON tax_rates USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON tax_rates;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON tax_rates
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE tax_rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE tax_rates FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tax_rates_read ON tax_rates;
CREATE POLICY tax_rates_read ON tax_rates FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS tax_rates_write ON tax_rates;
CREATE POLICY tax_rates_write ON tax_rates TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  tax_rates IS 'Taxes by country';

CREATE TABLE IF NOT EXISTS payment_methods (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL DEFAULT 'card' CHECK (kind IN ('card', 'transfer', 'cash', 'cheque', 'other')),
    last_four     TEXT,
    is_default    BOOLEAN NOT NULL DEFAULT false,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_payment_methods_workspace ON payment_methods (workspace_id);
CREATE INDEX IF NOT EXISTS idx_payment_methods_created_by ON payment_methods (created_by);
CREATE INDEX IF NOT EXISTS idx_payment_methods_custom_fields ON payment_methods USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON payment_methods;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON payment_methods
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE payment_methods ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment_methods FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS payment_methods_read ON payment_methods;
CREATE POLICY payment_methods_read ON payment_methods FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS payment_methods_write ON payment_methods;
CREATE POLICY payment_methods_write ON payment_methods TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  payment_methods IS 'How is paid';


CREATE TABLE IF NOT EXISTS invoices (
    id             UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id   UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    company_id     UUID NOT NULL REFERENCES companies (id),
    production_id  UUID REFERENCES productions (id) ON DELETE SET NULL,
    invoice_number TEXT NOT NULL,
    status         TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'paid', 'overdue', 'void')),
    issued_on      DATE,
    due_on         DATE,
    total          NUMERIC(14,2) NOT NULL DEFAULT 0,
    paid           NUMERIC(14,2) NOT NULL DEFAULT 0,
    currency       TEXT NOT NULL DEFAULT 'USD',
    created_by     UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields  JSONB NOT NULL DEFAULT '{}',

    UNIQUE (workspace_id, invoice_number),
    CHECK (due_on >= issued_on),
    CHECK (paid >= 0 AND paid <= total)
);

CREATE INDEX IF NOT EXISTS idx_invoices_workspace ON invoices (workspace_id);
CREATE INDEX IF NOT EXISTS idx_invoices_company ON invoices (company_id);
CREATE INDEX IF NOT EXISTS idx_invoices_production ON invoices (production_id);
CREATE INDEX IF NOT EXISTS idx_invoices_created_by ON invoices (created_by);
CREATE INDEX IF NOT EXISTS idx_invoices_open ON invoices (workspace_id, due_on) WHERE status IN ('sent', 'overdue');
CREATE INDEX IF NOT EXISTS idx_invoices_custom_fields ON invoices USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON invoices;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON invoices
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS invoices_read ON invoices;
CREATE POLICY invoices_read ON invoices FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS invoices_write ON invoices;
CREATE POLICY invoices_write ON invoices TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  invoices IS 'What a client owes';


CREATE TABLE IF NOT EXISTS invoice_items (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    invoice_id    UUID NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
    tax_rate_id   UUID REFERENCES tax_rates (id) ON DELETE SET NULL,
    description   TEXT NOT NULL,
    quantity      NUMERIC(10,2) NOT NULL DEFAULT 1,
    unit_price    NUMERIC(14,2) NOT NULL DEFAULT 0,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_invoice_items_workspace ON invoice_items (workspace_id);
CREATE INDEX IF NOT EXISTS idx_invoice_items_invoice ON invoice_items (invoice_id);
CREATE INDEX IF NOT EXISTS idx_invoice_items_tax_rate ON invoice_items (tax_rate_id);
CREATE INDEX IF NOT EXISTS idx_invoice_items_created_by ON invoice_items (created_by);
CREATE INDEX IF NOT EXISTS idx_invoice_items_custom_fields ON invoice_items USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON invoice_items;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON invoice_items
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE invoice_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_items FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS invoice_items_read ON invoice_items;
CREATE POLICY invoice_items_read ON invoice_items FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS invoice_items_write ON invoice_items;
CREATE POLICY invoice_items_write ON invoice_items TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  invoice_items IS 'A line of an invoice';


CREATE TABLE IF NOT EXISTS payments (
    id                UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id      UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    invoice_id        UUID NOT NULL REFERENCES invoices (id),
    payment_method_id UUID REFERENCES payment_methods (id) ON DELETE SET NULL,
    amount            NUMERIC(14,2) NOT NULL,
    received_on       DATE NOT NULL,
    created_by        UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields     JSONB NOT NULL DEFAULT '{}',

    CHECK (amount > 0)
);

CREATE INDEX IF NOT EXISTS idx_payments_workspace ON payments (workspace_id);
CREATE INDEX IF NOT EXISTS idx_payments_invoice ON payments (invoice_id);
CREATE INDEX IF NOT EXISTS idx_payments_payment_method ON payments (payment_method_id);
CREATE INDEX IF NOT EXISTS idx_payments_created_by ON payments (created_by);
CREATE INDEX IF NOT EXISTS idx_payments_custom_fields ON payments USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON payments;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON payments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS payments_read ON payments;
CREATE POLICY payments_read ON payments FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS payments_write ON payments;
CREATE POLICY payments_write ON payments TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  payments IS 'Money for an invoice';


CREATE TABLE IF NOT EXISTS purchase_orders (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    company_id    UUID NOT NULL REFERENCES companies (id),
    production_id UUID REFERENCES productions (id) ON DELETE SET NULL,
    po_number     TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'pending', 'approved', 'denied', 'received', 'closed')),
    total         NUMERIC(14,2) NOT NULL DEFAULT 0,
    needed_on     DATE,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    UNIQUE (workspace_id, po_number)
);

CREATE INDEX IF NOT EXISTS idx_purchase_orders_company ON purchase_orders (company_id);
CREATE INDEX IF NOT EXISTS idx_purchase_orders_production ON purchase_orders (production_id);
CREATE INDEX IF NOT EXISTS idx_purchase_orders_created_by ON purchase_orders (created_by);
CREATE INDEX IF NOT EXISTS idx_purchase_orders_custom_fields ON purchase_orders USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON purchase_orders;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON purchase_orders
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE purchase_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE purchase_orders FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS purchase_orders_read ON purchase_orders;
CREATE POLICY purchase_orders_read ON purchase_orders FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS purchase_orders_write ON purchase_orders;
CREATE POLICY purchase_orders_write ON purchase_orders TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  purchase_orders IS 'What is bought from a vendor';


CREATE TABLE IF NOT EXISTS po_items (
    id                UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id      UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    purchase_order_id UUID NOT NULL REFERENCES purchase_orders (id) ON DELETE CASCADE,
    description       TEXT NOT NULL,
    quantity          NUMERIC(10,2) NOT NULL DEFAULT 1,
    unit_price        NUMERIC(14,2) NOT NULL DEFAULT 0,
    created_by        UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields     JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_po_items_workspace ON po_items (workspace_id);
CREATE INDEX IF NOT EXISTS idx_po_items_purchase_order ON po_items (purchase_order_id);
CREATE INDEX IF NOT EXISTS idx_po_items_created_by ON po_items (created_by);
CREATE INDEX IF NOT EXISTS idx_po_items_custom_fields ON po_items USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON po_items;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON po_items
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE po_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE po_items FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS po_items_read ON po_items;
CREATE POLICY po_items_read ON po_items FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS po_items_write ON po_items;
CREATE POLICY po_items_write ON po_items TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  po_items IS 'A line of a purchase order';

CREATE TABLE IF NOT EXISTS expense_reports (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id  UUID NOT NULL REFERENCES personnel (id),
    production_id UUID REFERENCES productions (id) ON DELETE SET NULL,
    title         TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'submitted', 'approved', 'denied', 'paid')),
    total         NUMERIC(14,2) NOT NULL DEFAULT 0,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_expense_reports_workspace ON expense_reports (workspace_id);
CREATE INDEX IF NOT EXISTS idx_expense_reports_personnel ON expense_reports (personnel_id);
CREATE INDEX IF NOT EXISTS idx_expense_reports_production ON expense_reports (production_id);
CREATE INDEX IF NOT EXISTS idx_expense_reports_created_by ON expense_reports (created_by);
CREATE INDEX IF NOT EXISTS idx_expense_reports_custom_fields ON expense_reports USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON expense_reports;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON expense_reports
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE expense_reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE expense_reports FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS expense_reports_read ON expense_reports;
CREATE POLICY expense_reports_read ON expense_reports FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS expense_reports_write ON expense_reports;
CREATE POLICY expense_reports_write ON expense_reports TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  expense_reports IS 'What somebody has laid out';


CREATE TABLE IF NOT EXISTS expense_items (
    id                UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id      UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    expense_report_id UUID NOT NULL REFERENCES expense_reports (id) ON DELETE CASCADE,
    description       TEXT NOT NULL,
    spent_on          DATE NOT NULL,
    amount            NUMERIC(14,2) NOT NULL,
    created_by        UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields     JSONB NOT NULL DEFAULT '{}',

    CHECK (amount > 0)
);

CREATE INDEX IF NOT EXISTS idx_expense_items_workspace ON expense_items (workspace_id);
CREATE INDEX IF NOT EXISTS idx_expense_items_expense_report ON expense_items (expense_report_id);
CREATE INDEX IF NOT EXISTS idx_expense_items_created_by ON expense_items (created_by);
CREATE INDEX IF NOT EXISTS idx_expense_items_custom_fields ON expense_items USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON expense_items;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON expense_items
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE expense_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE expense_items FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS expense_items_read ON expense_items;
CREATE POLICY expense_items_read ON expense_items FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS expense_items_write ON expense_items;
CREATE POLICY expense_items_write ON expense_items TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  expense_items IS 'A receipt';


CREATE TABLE IF NOT EXISTS payroll_records (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id  UUID NOT NULL REFERENCES personnel (id),
    period_start  DATE NOT NULL,
    period_end    DATE NOT NULL,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'approved', 'paid')),
    gross         NUMERIC(14,2) NOT NULL DEFAULT 0,
    deductions    NUMERIC(14,2) NOT NULL DEFAULT 0,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (period_end >= period_start),
    UNIQUE (personnel_id, period_start, period_end)
);

CREATE INDEX IF NOT EXISTS idx_payroll_records_created_by ON payroll_records (created_by);
CREATE INDEX IF NOT EXISTS idx_payroll_records_period ON payroll_records (workspace_id, period_start);
CREATE INDEX IF NOT EXISTS idx_payroll_records_custom_fields ON payroll_records USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON payroll_records;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON payroll_records
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE payroll_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE payroll_records FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS payroll_records_read ON payroll_records;
CREATE POLICY payroll_records_read ON payroll_records FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS payroll_records_write ON payroll_records;
CREATE POLICY payroll_records_write ON payroll_records TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  payroll_records IS 'What somebody earns in a period';


CREATE TABLE IF NOT EXISTS payroll_items (
    id                UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id      UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    payroll_record_id UUID NOT NULL REFERENCES payroll_records (id) ON DELETE CASCADE,
    kind              TEXT NOT NULL DEFAULT 'regular' CHECK (kind IN ('regular', 'overtime', 'bonus', 'deduction')),
    description       TEXT,
    hours             NUMERIC(10,2),
    amount            NUMERIC(14,2) NOT NULL,
    created_by        UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields     JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_payroll_items_workspace ON payroll_items (workspace_id);
CREATE INDEX IF NOT EXISTS idx_payroll_items_payroll_record ON payroll_items (payroll_record_id);
CREATE INDEX IF NOT EXISTS idx_payroll_items_created_by ON payroll_items (created_by);
CREATE INDEX IF NOT EXISTS idx_payroll_items_custom_fields ON payroll_items USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON payroll_items;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON payroll_items
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE payroll_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE payroll_items FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS payroll_items_read ON payroll_items;
CREATE POLICY payroll_items_read ON payroll_items FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS payroll_items_write ON payroll_items;
CREATE POLICY payroll_items_write ON payroll_items TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  payroll_items IS 'What the sum is made of';

CREATE TABLE IF NOT EXISTS requisitions (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    requester_id  UUID REFERENCES personnel (id) ON DELETE SET NULL,
    production_id UUID REFERENCES productions (id) ON DELETE SET NULL,
    title         TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'pending', 'approved', 'denied', 'ordered')),
    needed_on     DATE,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_requisitions_workspace ON requisitions (workspace_id);
CREATE INDEX IF NOT EXISTS idx_requisitions_requester ON requisitions (requester_id);
CREATE INDEX IF NOT EXISTS idx_requisitions_production ON requisitions (production_id);
CREATE INDEX IF NOT EXISTS idx_requisitions_created_by ON requisitions (created_by);
CREATE INDEX IF NOT EXISTS idx_requisitions_custom_fields ON requisitions USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON requisitions;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON requisitions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE requisitions ENABLE ROW LEVEL SECURITY;
ALTER TABLE requisitions FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS requisitions_read ON requisitions;
CREATE POLICY requisitions_read ON requisitions FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS requisitions_write ON requisitions;
CREATE POLICY requisitions_write ON requisitions TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  requisitions IS 'What somebody wants to be bought';


CREATE TABLE IF NOT EXISTS requisition_items (
    id              UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id    UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    requisition_id  UUID NOT NULL REFERENCES requisitions (id) ON DELETE CASCADE,
    description     TEXT NOT NULL,
    quantity        NUMERIC(10,2) NOT NULL DEFAULT 1,
    estimated_price NUMERIC(14,2),
    created_by      UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields   JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_requisition_items_workspace ON requisition_items (workspace_id);
CREATE INDEX IF NOT EXISTS idx_requisition_items_requisition ON requisition_items (requisition_id);
CREATE INDEX IF NOT EXISTS idx_requisition_items_created_by ON requisition_items (created_by);
CREATE INDEX IF NOT EXISTS idx_requisition_items_custom_fields ON requisition_items USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON requisition_items;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON requisition_items
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE requisition_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE requisition_items FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS requisition_items_read ON requisition_items;
CREATE POLICY requisition_items_read ON requisition_items FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS requisition_items_write ON requisition_items;
CREATE POLICY requisition_items_write ON requisition_items TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  requisition_items IS 'One thing wanted';


CREATE TABLE IF NOT EXISTS rfqs (
    id             UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id   UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    requisition_id UUID REFERENCES requisitions (id) ON DELETE SET NULL,
    title          TEXT NOT NULL,
    status         TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'closed', 'archived')),
    closes_on      DATE,
    created_by     UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields  JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_rfqs_workspace ON rfqs (workspace_id);
CREATE INDEX IF NOT EXISTS idx_rfqs_requisition ON rfqs (requisition_id);
CREATE INDEX IF NOT EXISTS idx_rfqs_created_by ON rfqs (created_by);
CREATE INDEX IF NOT EXISTS idx_rfqs_custom_fields ON rfqs USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON rfqs;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON rfqs
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE rfqs ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfqs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS rfqs_read ON rfqs;
CREATE POLICY rfqs_read ON rfqs FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS rfqs_write ON rfqs;
CREATE POLICY rfqs_write ON rfqs TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  rfqs IS 'Requests for quotes';


CREATE TABLE IF NOT EXISTS rfq_responses (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    rfq_id        UUID NOT NULL REFERENCES rfqs (id) ON DELETE CASCADE,
    company_id    UUID NOT NULL REFERENCES companies (id) ON DELETE CASCADE,
    amount        NUMERIC(14,2) NOT NULL,
    valid_until   DATE,
    is_accepted   BOOLEAN NOT NULL DEFAULT false,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    UNIQUE (rfq_id, company_id)
);

CREATE INDEX IF NOT EXISTS idx_rfq_responses_workspace ON rfq_responses (workspace_id);
CREATE INDEX IF NOT EXISTS idx_rfq_responses_company ON rfq_responses (company_id);
CREATE INDEX IF NOT EXISTS idx_rfq_responses_created_by ON rfq_responses (created_by);
CREATE INDEX IF NOT EXISTS idx_rfq_responses_custom_fields ON rfq_responses USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON rfq_responses;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON rfq_responses
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE rfq_responses ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfq_responses FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS rfq_responses_read ON rfq_responses;
CREATE POLICY rfq_responses_read ON rfq_responses FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS rfq_responses_write ON rfq_responses;
CREATE POLICY rfq_responses_write ON rfq_responses TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  rfq_responses IS 'What vendors offer';


CREATE TABLE IF NOT EXISTS approval_requests (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    entity_type   TEXT NOT NULL,
    entity_id     UUID NOT NULL,
    requested_by  UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied')),
    decided_at    TIMESTAMPTZ,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_approval_requests_workspace ON approval_requests (workspace_id);
CREATE INDEX IF NOT EXISTS idx_approval_requests_requested_by ON approval_requests (requested_by);
CREATE INDEX IF NOT EXISTS idx_approval_requests_created_by ON approval_requests (created_by);
CREATE INDEX IF NOT EXISTS idx_approval_requests_pending ON approval_requests (workspace_id, created_at) WHERE status = 'pending';
CREATE INDEX IF NOT EXISTS idx_approval_requests_custom_fields ON approval_requests USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON approval_requests;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON approval_requests
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE approval_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_requests FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS approval_requests_read ON approval_requests;
CREATE POLICY approval_requests_read ON approval_requests FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS approval_requests_write ON approval_requests;
CREATE POLICY approval_requests_write ON approval_requests TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  approval_requests IS 'What waits for a yes';


CREATE TABLE IF NOT EXISTS approval_steps (
    id                  UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id        UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    approval_request_id UUID NOT NULL REFERENCES approval_requests (id) ON DELETE CASCADE,
    approver_id         UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    position            INTEGER NOT NULL DEFAULT 0,
    decision            TEXT NOT NULL DEFAULT 'pending' CHECK (decision IN ('pending', 'approved', 'denied')),
    comment             TEXT,
    created_by          UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields       JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_approval_steps_workspace ON approval_steps (workspace_id);
CREATE INDEX IF NOT EXISTS idx_approval_steps_approval_request ON approval_steps (approval_request_id);
CREATE INDEX IF NOT EXISTS idx_approval_steps_approver ON approval_steps (approver_id);
CREATE INDEX IF NOT EXISTS idx_approval_steps_created_by ON approval_steps (created_by);
CREATE INDEX IF NOT EXISTS idx_approval_steps_custom_fields ON approval_steps USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON approval_steps;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON approval_steps
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE approval_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE approval_steps FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS approval_steps_read ON approval_steps;
CREATE POLICY approval_steps_read ON approval_steps FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS approval_steps_write ON approval_steps;
CREATE POLICY approval_steps_write ON approval_steps TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  approval_steps IS 'Who has to say it';

-- pgplumb: ignore unchecked-do-block: adds what is not there yet; a publication locks no rows
DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'companies',
        'company_contacts',
        'contracts',
        'contract_milestones',
        'budgets',
        'budget_line_items',
        'financial_transactions',
        'tax_rates',
        'payment_methods',
        'invoices',
        'invoice_items',
        'payments',
        'purchase_orders',
        'po_items',
        'expense_reports',
        'expense_items',
        'payroll_records',
        'payroll_items',
        'requisitions',
        'requisition_items',
        'rfqs',
        'rfq_responses',
        'approval_requests',
        'approval_steps'
    ] LOOP
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
             WHERE p.pubname = 'supabase_realtime' AND r.prrelid = format('public.%I', name)::REGCLASS);
        EXECUTE format('ALTER PUBLICATION supabase_realtime ADD TABLE public.%I', name);
    END LOOP;
END;
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON
    companies,
    company_contacts,
    contracts,
    contract_milestones,
    budgets,
    budget_line_items,
    financial_transactions,
    tax_rates,
    payment_methods,
    invoices,
    invoice_items,
    payments,
    purchase_orders,
    po_items,
    expense_reports,
    expense_items,
    payroll_records,
    payroll_items,
    requisitions,
    requisition_items,
    rfqs,
    rfq_responses,
    approval_requests,
    approval_steps
    TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    companies,
    company_contacts,
    contracts,
    contract_milestones,
    budgets,
    budget_line_items,
    financial_transactions,
    tax_rates,
    payment_methods,
    invoices,
    invoice_items,
    payments,
    purchase_orders,
    po_items,
    expense_reports,
    expense_items,
    payroll_records,
    payroll_items,
    requisitions,
    requisition_items,
    rfqs,
    rfq_responses,
    approval_requests,
    approval_steps
    TO service_role;

-- WHAT: budget against what was spent, by line
-- WHY:  a budget is overspent line by line
CREATE OR REPLACE FUNCTION get_budget_variance(budget UUID)
    RETURNS TABLE (line_item_id UUID, category TEXT, budgeted NUMERIC, actual NUMERIC, variance NUMERIC, variance_percent NUMERIC)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    SELECT l.id, l.category, l.amount, spent.amount, l.amount - spent.amount,
           round(100 * (l.amount - spent.amount) / NULLIF(l.amount, 0), 1)
      FROM budget_line_items l
     CROSS JOIN LATERAL (
        SELECT COALESCE(sum(t.amount), 0) AS amount FROM financial_transactions t
         WHERE t.budget_line_item_id = l.id AND t.kind = 'expense' AND t.status = 'posted') AS spent
     WHERE l.budget_id = budget
     ORDER BY l.category, l.id
$$;

COMMENT ON FUNCTION get_budget_variance(UUID) IS 'A row per line of a budget; a variance below zero is overspent';


-- WHAT: what a payroll period costs
-- WHY:  gross, deductions and net have to be known before anybody is paid
CREATE OR REPLACE FUNCTION get_payroll_summary(workspace UUID, from_date DATE, to_date DATE)
    RETURNS TABLE (people BIGINT, gross NUMERIC, deductions NUMERIC, net NUMERIC, overtime NUMERIC)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    SELECT count(DISTINCT r.personnel_id), COALESCE(sum(r.gross), 0), COALESCE(sum(r.deductions), 0),
           COALESCE(sum(r.gross - r.deductions), 0),
           COALESCE(sum((SELECT sum(i.amount) FROM payroll_items i WHERE i.payroll_record_id = r.id AND i.kind = 'overtime')), 0)
      FROM payroll_records r
     WHERE r.workspace_id = workspace AND r.period_start >= from_date AND r.period_end <= to_date
$$;

COMMENT ON FUNCTION get_payroll_summary(UUID, DATE, DATE) IS 'Sums of the payroll records that lie within the dates';


-- WHAT: what clients owe, by how late they are
-- WHY:  the older a debt, the less of it is paid
CREATE OR REPLACE FUNCTION get_invoice_aging(workspace UUID, as_of DATE DEFAULT CURRENT_DATE)
    RETURNS TABLE (bucket TEXT, invoices BIGINT, outstanding NUMERIC)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    SELECT b.bucket, count(i.id), COALESCE(sum(i.total - i.paid), 0)
      FROM (VALUES (1, 'current', NULL, 0), (2, '1-30', 1, 30), (3, '31-60', 31, 60), (4, '61-90', 61, 90), (5, 'over 90', 91, NULL))
        AS b (place, bucket, at_least, at_most)
      LEFT JOIN invoices i
        ON i.workspace_id = workspace AND i.status IN ('sent', 'overdue') AND i.total > i.paid AND i.issued_on <= as_of
       AND (b.at_least IS NULL OR as_of - i.due_on >= b.at_least) AND (b.at_most IS NULL OR as_of - i.due_on <= b.at_most)
     GROUP BY b.place, b.bucket
     ORDER BY b.place
$$;

COMMENT ON FUNCTION get_invoice_aging(UUID, DATE) IS 'Open invoices in five buckets of days past due; always five rows';


-- WHAT: income, expenses and what is open, of some days
-- WHY:  the first page of every financial report
CREATE OR REPLACE FUNCTION get_financial_summary(workspace UUID, from_date DATE, to_date DATE)
    RETURNS TABLE (currency TEXT, income NUMERIC, expenses NUMERIC, net NUMERIC, receivable NUMERIC)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    WITH moved AS (
        SELECT t.currency,
               COALESCE(sum(t.amount) FILTER (WHERE t.kind = 'income'), 0) AS income,
               COALESCE(sum(t.amount) FILTER (WHERE t.kind = 'expense'), 0) AS expenses
          FROM financial_transactions t
         WHERE t.workspace_id = workspace AND t.status = 'posted' AND t.occurred_on BETWEEN from_date AND to_date
         GROUP BY t.currency),
    owed AS (
        SELECT i.currency, sum(i.total - i.paid) AS amount
          FROM invoices i WHERE i.workspace_id = workspace AND i.status IN ('sent', 'overdue') GROUP BY i.currency)
    SELECT COALESCE(m.currency, o.currency), COALESCE(m.income, 0), COALESCE(m.expenses, 0),
           COALESCE(m.income - m.expenses, 0), COALESCE(o.amount, 0)
      FROM moved m FULL JOIN owed o ON o.currency = m.currency
     ORDER BY 1
$$;

COMMENT ON FUNCTION get_financial_summary(UUID, DATE, DATE) IS 'A row per currency; receivable is what is open now, whenever it was issued';
