-- How far new users have come.

-- Onboarding -------------------------------------------------------------------------------------------------

CREATE TABLE onboarding_flows (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    audience      TEXT NOT NULL DEFAULT 'member' CHECK (audience IN ('member', 'owner', 'admin', 'guest')),
    is_active     BOOLEAN NOT NULL DEFAULT true,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_onboarding_flows_workspace ON onboarding_flows (workspace_id);
CREATE INDEX idx_onboarding_flows_created_by ON onboarding_flows (created_by);
CREATE INDEX idx_onboarding_flows_custom_fields ON onboarding_flows USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON onboarding_flows
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE onboarding_flows ENABLE ROW LEVEL SECURITY;
ALTER TABLE onboarding_flows FORCE ROW LEVEL SECURITY;

CREATE POLICY onboarding_flows_read ON onboarding_flows FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY onboarding_flows_write ON onboarding_flows TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  onboarding_flows IS 'Ways in, by role';


CREATE TABLE onboarding_steps (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    flow_id       UUID NOT NULL REFERENCES onboarding_flows (id) ON DELETE CASCADE,
    title         TEXT NOT NULL,
    description   TEXT,
    position      INTEGER NOT NULL DEFAULT 0,
    action_url    TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    UNIQUE (flow_id, position)
);

CREATE INDEX idx_onboarding_steps_workspace ON onboarding_steps (workspace_id);
CREATE INDEX idx_onboarding_steps_created_by ON onboarding_steps (created_by);
CREATE INDEX idx_onboarding_steps_custom_fields ON onboarding_steps USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON onboarding_steps
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE onboarding_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE onboarding_steps FORCE ROW LEVEL SECURITY;

CREATE POLICY onboarding_steps_read ON onboarding_steps FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY onboarding_steps_write ON onboarding_steps TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  onboarding_steps IS 'What to do, in order';


CREATE TABLE onboarding_progress (
    id           UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    step_id      UUID NOT NULL REFERENCES onboarding_steps (id) ON DELETE CASCADE,
    user_id      UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    status       TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in_progress', 'done', 'skipped')),
    completed_at TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (step_id, user_id)
);

CREATE INDEX idx_onboarding_progress_workspace ON onboarding_progress (workspace_id);
CREATE INDEX idx_onboarding_progress_user ON onboarding_progress (user_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON onboarding_progress
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE onboarding_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE onboarding_progress FORCE ROW LEVEL SECURITY;

CREATE POLICY onboarding_progress_read ON onboarding_progress FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY onboarding_progress_write ON onboarding_progress TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  onboarding_progress IS 'Who has done what';


-- Realtime and access ----------------------------------------------------------------------------------------

ALTER PUBLICATION supabase_realtime ADD TABLE
    onboarding_flows,
    onboarding_steps,
    onboarding_progress;

GRANT SELECT, INSERT, UPDATE, DELETE ON
    onboarding_flows,
    onboarding_steps,
    onboarding_progress
    TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    onboarding_flows,
    onboarding_steps,
    onboarding_progress
    TO service_role;
