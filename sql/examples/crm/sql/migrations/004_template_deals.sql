-- WHAT: deals, and who takes part in them
-- WHY:  the pipeline

CREATE TABLE IF NOT EXISTS template.deals (
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

CREATE INDEX IF NOT EXISTS idx_deals_primary_contact ON template.deals (primary_contact_id);
CREATE INDEX IF NOT EXISTS idx_deals_company ON template.deals (company_id);
CREATE INDEX IF NOT EXISTS idx_deals_owner ON template.deals (owner_id);
CREATE INDEX IF NOT EXISTS idx_deals_stage ON template.deals (stage);
CREATE INDEX IF NOT EXISTS idx_deals_expected_close ON template.deals (expected_close_date);
CREATE INDEX IF NOT EXISTS idx_deals_created_at ON template.deals (created_at);
CREATE INDEX IF NOT EXISTS idx_deals_created_by ON template.deals (created_by);
CREATE INDEX IF NOT EXISTS idx_deals_updated_by ON template.deals (updated_by);

-- The pipeline of a sales representative: what is still open, soonest first.
CREATE INDEX IF NOT EXISTS idx_deals_pipeline ON template.deals (owner_id, expected_close_date)
    WHERE actual_close_date IS NULL AND deleted_at IS NULL;

DROP TRIGGER IF EXISTS set_updated_at ON template.deals;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.deals
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE  template.deals             IS 'What may be sold, to whom, how probably';
COMMENT ON COLUMN template.deals.probability IS 'Percent, 0 to 100';


CREATE TABLE IF NOT EXISTS template.deal_contacts (
    id         SERIAL PRIMARY KEY,
    deal_id    INTEGER NOT NULL REFERENCES template.deals (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL REFERENCES template.contacts (id) ON DELETE CASCADE,
    role       VARCHAR(50),
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_by INTEGER REFERENCES template.users (id)
);

-- Also the index of the foreign key on deal_id, with which it begins.
CREATE UNIQUE INDEX IF NOT EXISTS idx_deal_contacts_unique ON template.deal_contacts (deal_id, contact_id);
CREATE INDEX IF NOT EXISTS idx_deal_contacts_contact_id ON template.deal_contacts (contact_id);
CREATE INDEX IF NOT EXISTS idx_deal_contacts_created_by ON template.deal_contacts (created_by);

COMMENT ON TABLE  template.deal_contacts      IS 'Who takes part in a deal';
COMMENT ON COLUMN template.deal_contacts.role IS 'decision_maker, influencer, user …';
