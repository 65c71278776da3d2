-- WHAT: companies and contacts
-- WHY:  what a sales representative looks for first

CREATE TABLE IF NOT EXISTS template.companies (
    id                SERIAL PRIMARY KEY,
    name              VARCHAR(255) NOT NULL,
    domain            VARCHAR(255),
    industry          VARCHAR(100),
    street            VARCHAR(255),
    city              VARCHAR(100),
    state             VARCHAR(100),
    country           VARCHAR(100),
    postal_code       VARCHAR(20),
    parent_company_id INTEGER REFERENCES template.companies (id),
    custom_fields     JSONB NOT NULL DEFAULT '{}',
    company_size      VARCHAR(20),
    employee_count    INTEGER,
    annual_revenue    DECIMAL(15,2),
    revenue_currency  VARCHAR(3) DEFAULT 'USD',
    created_by        INTEGER NOT NULL REFERENCES template.users (id),
    updated_by        INTEGER REFERENCES template.users (id),
    created_at        TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at        TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    deleted_at        TIMESTAMPTZ
);

CREATE INDEX IF NOT EXISTS idx_companies_domain ON template.companies (domain);
CREATE INDEX IF NOT EXISTS idx_companies_parent_id ON template.companies (parent_company_id);
CREATE INDEX IF NOT EXISTS idx_companies_industry ON template.companies (industry);
CREATE INDEX IF NOT EXISTS idx_companies_created_by ON template.companies (created_by);
CREATE INDEX IF NOT EXISTS idx_companies_updated_by ON template.companies (updated_by);
CREATE INDEX IF NOT EXISTS idx_companies_custom_fields ON template.companies USING gin (custom_fields jsonb_path_ops);

-- What lists show: companies that were not deleted.
CREATE INDEX IF NOT EXISTS idx_companies_live ON template.companies (name) WHERE deleted_at IS NULL;

DROP TRIGGER IF EXISTS set_updated_at ON template.companies;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.companies
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  template.companies                  IS 'Organizations that the tenant sells to';
COMMENT ON COLUMN template.companies.custom_fields    IS 'Fields of this tenant''s own; found with custom_fields @> ''{"tier": "gold"}''';
COMMENT ON COLUMN template.companies.revenue_currency IS 'ISO 4217';


CREATE TABLE IF NOT EXISTS template.contacts (
    id            SERIAL PRIMARY KEY,
    first_name    VARCHAR(100) NOT NULL,
    last_name     VARCHAR(100) NOT NULL,
    email         VARCHAR(254),
    phone         VARCHAR(20),
    company_id    INTEGER REFERENCES template.companies (id),
    custom_fields JSONB NOT NULL DEFAULT '{}',
    deleted_at    TIMESTAMPTZ,
    created_by    INTEGER NOT NULL REFERENCES template.users (id),
    updated_by    INTEGER REFERENCES template.users (id),
    created_at    TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX IF NOT EXISTS idx_contacts_email ON template.contacts (email);
CREATE INDEX IF NOT EXISTS idx_contacts_company_id ON template.contacts (company_id);
CREATE INDEX IF NOT EXISTS idx_contacts_created_by ON template.contacts (created_by);
CREATE INDEX IF NOT EXISTS idx_contacts_updated_by ON template.contacts (updated_by);
CREATE INDEX IF NOT EXISTS idx_contacts_custom_fields ON template.contacts USING gin (custom_fields jsonb_path_ops);
CREATE INDEX IF NOT EXISTS idx_contacts_live ON template.contacts (last_name, first_name) WHERE deleted_at IS NULL;

-- A query uses it only if it has this very expression; see queries.sql.
CREATE INDEX IF NOT EXISTS idx_contacts_search ON template.contacts
    USING gin (to_tsvector('english', first_name || ' ' || last_name || ' ' || COALESCE(email, '')));

DROP TRIGGER IF EXISTS set_updated_at ON template.contacts;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.contacts
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE template.contacts IS 'People at companies';
