-- What each tenant has: new tenants are copies of this schema, and `pgplumb tenant drift` compares with it.
--
-- Everything is named with its schema, so that no search_path decides where a table ends up.

CREATE SCHEMA template;

COMMENT ON SCHEMA template IS 'The schema that tenants are copies of; holds no rows';


-- Users -------------------------------------------------------------------------------------------------------

CREATE TABLE template.users (
    id             SERIAL PRIMARY KEY,
    email          VARCHAR(254) UNIQUE NOT NULL,
    password_hash  VARCHAR(60) NOT NULL,
    first_name     VARCHAR(100) NOT NULL,
    last_name      VARCHAR(100) NOT NULL,
    role           VARCHAR(20) NOT NULL CHECK (role IN ('admin', 'manager', 'sales_rep', 'viewer')),
    permissions    JSONB DEFAULT '{}',
    active         BOOLEAN NOT NULL DEFAULT true,
    email_verified BOOLEAN NOT NULL DEFAULT false,
    last_login     TIMESTAMPTZ,
    created_by     INTEGER REFERENCES template.users (id),
    updated_by     INTEGER REFERENCES template.users (id),
    created_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    deleted_at     TIMESTAMPTZ
);

-- None on email: its UNIQUE has one.
CREATE INDEX idx_users_active ON template.users (active);
CREATE INDEX idx_users_role ON template.users (role);
CREATE INDEX idx_users_created_by ON template.users (created_by);
CREATE INDEX idx_users_updated_by ON template.users (updated_by);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.users
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  template.users               IS 'Who signs in to this tenant';
COMMENT ON COLUMN template.users.password_hash IS 'bcrypt: always 60 characters';
COMMENT ON COLUMN template.users.created_by    IS 'Null for the tenant''s first user';
COMMENT ON COLUMN template.users.deleted_at    IS 'Null while the row counts';


CREATE TABLE template.password_reset_tokens (
    id         SERIAL PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES template.users (id) ON DELETE CASCADE,
    token      VARCHAR(255) UNIQUE NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_password_reset_tokens_user_id ON template.password_reset_tokens (user_id);
CREATE INDEX idx_password_reset_tokens_expires ON template.password_reset_tokens (expires_at);

COMMENT ON TABLE template.password_reset_tokens IS 'What a link to a new password holds; deleted soon after it expires';


-- Companies and contacts --------------------------------------------------------------------------------------

CREATE TABLE template.companies (
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

CREATE INDEX idx_companies_domain ON template.companies (domain);
CREATE INDEX idx_companies_parent_id ON template.companies (parent_company_id);
CREATE INDEX idx_companies_industry ON template.companies (industry);
CREATE INDEX idx_companies_created_by ON template.companies (created_by);
CREATE INDEX idx_companies_updated_by ON template.companies (updated_by);
CREATE INDEX idx_companies_custom_fields ON template.companies USING gin (custom_fields jsonb_path_ops);

-- What lists show: companies that were not deleted.
CREATE INDEX idx_companies_live ON template.companies (name) WHERE deleted_at IS NULL;

CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.companies
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  template.companies                  IS 'Organizations that the tenant sells to';
COMMENT ON COLUMN template.companies.custom_fields    IS 'Fields of this tenant''s own; found with custom_fields @> ''{"tier": "gold"}''';
COMMENT ON COLUMN template.companies.revenue_currency IS 'ISO 4217';


CREATE TABLE template.contacts (
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
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    linkedin_url  VARCHAR(255)
);

CREATE INDEX idx_contacts_email ON template.contacts (email);
CREATE INDEX idx_contacts_company_id ON template.contacts (company_id);
CREATE INDEX idx_contacts_created_by ON template.contacts (created_by);
CREATE INDEX idx_contacts_updated_by ON template.contacts (updated_by);
CREATE INDEX idx_contacts_custom_fields ON template.contacts USING gin (custom_fields jsonb_path_ops);
CREATE INDEX idx_contacts_live ON template.contacts (last_name, first_name) WHERE deleted_at IS NULL;

-- A query uses it only if it has this very expression; see queries.sql.
CREATE INDEX idx_contacts_search ON template.contacts
    USING gin (to_tsvector('english', first_name || ' ' || last_name || ' ' || COALESCE(email, '')));

CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.contacts
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE template.contacts IS 'People at companies';


-- Deals -------------------------------------------------------------------------------------------------------

CREATE TABLE template.deals (
    id                  SERIAL PRIMARY KEY,
    title               VARCHAR(200) NOT NULL,
    value               DECIMAL(12,2),
    probability         DECIMAL(5,2) CHECK (probability >= 0 AND probability <= 100),
    stage               VARCHAR(50) NOT NULL,
    primary_contact_id  INTEGER REFERENCES template.contacts (id) ON DELETE SET NULL,
    company_id          INTEGER REFERENCES template.companies (id) ON DELETE SET NULL,
    owner_id            INTEGER REFERENCES template.users (id) ON DELETE SET NULL,
    expected_close_date DATE,
    actual_close_date   DATE,
    deal_source         VARCHAR(100),
    description         TEXT,
    notes               TEXT,
    created_at          TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at          TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_by          INTEGER NOT NULL REFERENCES template.users (id),
    updated_by          INTEGER REFERENCES template.users (id),
    deleted_at          TIMESTAMPTZ
);

CREATE INDEX idx_deals_primary_contact ON template.deals (primary_contact_id);
CREATE INDEX idx_deals_company ON template.deals (company_id);
CREATE INDEX idx_deals_owner ON template.deals (owner_id);
CREATE INDEX idx_deals_stage ON template.deals (stage);
CREATE INDEX idx_deals_expected_close ON template.deals (expected_close_date);
CREATE INDEX idx_deals_created_at ON template.deals (created_at);
CREATE INDEX idx_deals_created_by ON template.deals (created_by);
CREATE INDEX idx_deals_updated_by ON template.deals (updated_by);

-- The pipeline of a sales representative: what is still open, soonest first.
CREATE INDEX idx_deals_pipeline ON template.deals (owner_id, expected_close_date)
    WHERE actual_close_date IS NULL AND deleted_at IS NULL;

CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.deals
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  template.deals             IS 'What may be sold, to whom, how probably';
COMMENT ON COLUMN template.deals.probability IS 'Percent, 0 to 100';


CREATE TABLE template.deal_contacts (
    id         SERIAL PRIMARY KEY,
    deal_id    INTEGER NOT NULL REFERENCES template.deals (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES template.contacts (id) ON DELETE CASCADE,
    role       VARCHAR(50),
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_by INTEGER REFERENCES template.users (id)
);

-- Also the index of the foreign key on deal_id, with which it begins.
CREATE UNIQUE INDEX idx_deal_contacts_unique ON template.deal_contacts (deal_id, contact_id);
CREATE INDEX idx_deal_contacts_contact_id ON template.deal_contacts (contact_id);
CREATE INDEX idx_deal_contacts_created_by ON template.deal_contacts (created_by);

COMMENT ON TABLE  template.deal_contacts      IS 'Who takes part in a deal';
COMMENT ON COLUMN template.deal_contacts.role IS 'decision_maker, influencer, user …';


-- Activities --------------------------------------------------------------------------------------------------

CREATE TABLE template.activities (
    id           SERIAL PRIMARY KEY,
    type         VARCHAR(20) NOT NULL CHECK (type IN ('call', 'email', 'meeting', 'note', 'task')),
    subject      VARCHAR(255) NOT NULL,
    notes        TEXT,
    contact_id   INTEGER REFERENCES template.contacts (id) ON DELETE CASCADE,
    company_id   INTEGER REFERENCES template.companies (id) ON DELETE CASCADE,
    deal_id      INTEGER REFERENCES template.deals (id) ON DELETE CASCADE,
    owner_id     INTEGER REFERENCES template.users (id) ON DELETE SET NULL,
    due_at       TIMESTAMPTZ,
    completed_at TIMESTAMPTZ,
    created_by   INTEGER NOT NULL REFERENCES template.users (id),
    updated_by   INTEGER REFERENCES template.users (id),
    created_at   TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    deleted_at   TIMESTAMPTZ,

    CONSTRAINT activities_about_something CHECK (num_nonnulls(contact_id, company_id, deal_id) > 0)
);

CREATE INDEX idx_activities_contact_id ON template.activities (contact_id);
CREATE INDEX idx_activities_company_id ON template.activities (company_id);
CREATE INDEX idx_activities_deal_id ON template.activities (deal_id);
CREATE INDEX idx_activities_owner_id ON template.activities (owner_id);
CREATE INDEX idx_activities_created_by ON template.activities (created_by);
CREATE INDEX idx_activities_updated_by ON template.activities (updated_by);

-- To do: what somebody looks at each morning.
CREATE INDEX idx_activities_open ON template.activities (owner_id, due_at)
    WHERE completed_at IS NULL AND deleted_at IS NULL;

CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.activities
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE template.activities IS 'Calls, e-mails, meetings, notes and tasks about a contact, a company or a deal';
