-- WHAT: activities
-- WHY:  what was said and promised, beside the deal that it was about

CREATE TABLE IF NOT EXISTS template.activities (
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

CREATE INDEX IF NOT EXISTS idx_activities_contact_id ON template.activities (contact_id);
CREATE INDEX IF NOT EXISTS idx_activities_company_id ON template.activities (company_id);
CREATE INDEX IF NOT EXISTS idx_activities_deal_id ON template.activities (deal_id);
CREATE INDEX IF NOT EXISTS idx_activities_owner_id ON template.activities (owner_id);
CREATE INDEX IF NOT EXISTS idx_activities_created_by ON template.activities (created_by);
CREATE INDEX IF NOT EXISTS idx_activities_updated_by ON template.activities (updated_by);

-- To do: what somebody looks at each morning.
CREATE INDEX IF NOT EXISTS idx_activities_open ON template.activities (owner_id, due_at)
    WHERE completed_at IS NULL AND deleted_at IS NULL;

DROP TRIGGER IF EXISTS set_updated_at ON template.activities;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON template.activities
    FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

COMMENT ON TABLE template.activities IS 'Calls, e-mails, meetings, notes and tasks about a contact, a company or a deal';
