-- Productions, their tasks, milestones, compliance and safety.

-- Productions ------------------------------------------------------------------------------------------------

CREATE TABLE productions (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    description   TEXT,
    type          TEXT NOT NULL DEFAULT 'show' CHECK (type IN ('show', 'tour', 'festival', 'film', 'corporate', 'other')),
    status        TEXT NOT NULL DEFAULT 'planning' CHECK (status IN ('planning', 'active', 'completed', 'archived')),
    start_date    DATE,
    end_date      DATE,
    manager_id    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    client_id     UUID,
    location_id   UUID,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (end_date >= start_date)
);

CREATE INDEX idx_productions_workspace ON productions (workspace_id);
CREATE INDEX idx_productions_manager ON productions (manager_id);
CREATE INDEX idx_productions_client ON productions (client_id);
CREATE INDEX idx_productions_location ON productions (location_id);
CREATE INDEX idx_productions_created_by ON productions (created_by);
CREATE INDEX idx_productions_status ON productions (workspace_id, status);
CREATE INDEX idx_productions_active ON productions (workspace_id, end_date) WHERE status = 'active';
CREATE INDEX idx_productions_search ON productions USING gin (to_tsvector('english', name || ' ' || COALESCE(description, '')));
CREATE INDEX idx_productions_custom_fields ON productions USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON productions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE productions ENABLE ROW LEVEL SECURITY;
ALTER TABLE productions FORCE ROW LEVEL SECURITY;

CREATE POLICY productions_read ON productions FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY productions_write ON productions TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  productions           IS 'A show, a tour, a film: what people work towards';
COMMENT ON COLUMN productions.client_id IS 'The company it is for';


CREATE TABLE production_templates (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    description   TEXT,
    tasks         JSONB NOT NULL DEFAULT '{}',
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_production_templates_workspace ON production_templates (workspace_id);
CREATE INDEX idx_production_templates_created_by ON production_templates (created_by);
CREATE INDEX idx_production_templates_custom_fields ON production_templates USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON production_templates
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE production_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE production_templates FORCE ROW LEVEL SECURITY;

CREATE POLICY production_templates_read ON production_templates FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY production_templates_write ON production_templates TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  production_templates IS 'Productions to begin with';


CREATE TABLE project_phases (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id UUID NOT NULL REFERENCES productions (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    position      INTEGER NOT NULL DEFAULT 0,
    start_date    DATE,
    end_date      DATE,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (end_date >= start_date)
);

CREATE INDEX idx_project_phases_workspace ON project_phases (workspace_id);
CREATE INDEX idx_project_phases_production ON project_phases (production_id);
CREATE INDEX idx_project_phases_created_by ON project_phases (created_by);
CREATE INDEX idx_project_phases_custom_fields ON project_phases USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON project_phases
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE project_phases ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_phases FORCE ROW LEVEL SECURITY;

CREATE POLICY project_phases_read ON project_phases FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY project_phases_write ON project_phases TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  project_phases IS 'Parts of a production in time';


CREATE TABLE project_tasks (
    id              UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id    UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id   UUID NOT NULL REFERENCES productions (id) ON DELETE CASCADE,
    phase_id        UUID REFERENCES project_phases (id) ON DELETE SET NULL,
    parent_task_id  UUID REFERENCES project_tasks (id) ON DELETE SET NULL,
    title           TEXT NOT NULL,
    description     TEXT,
    status          TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in_progress', 'blocked', 'done')),
    priority        TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'low', 'high', 'urgent')),
    assignee_id     UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    estimated_hours NUMERIC(10,2),
    start_date      DATE,
    due_date        DATE,
    duration_days   INTEGER NOT NULL DEFAULT 1,
    completed_at    TIMESTAMPTZ,
    created_by      UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at      TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields   JSONB NOT NULL DEFAULT '{}',

    CHECK (duration_days > 0),
    CHECK ((status = 'done') = (completed_at IS NOT NULL))
);

CREATE INDEX idx_project_tasks_production ON project_tasks (production_id);
CREATE INDEX idx_project_tasks_phase ON project_tasks (phase_id);
CREATE INDEX idx_project_tasks_parent_task ON project_tasks (parent_task_id);
CREATE INDEX idx_project_tasks_assignee ON project_tasks (assignee_id);
CREATE INDEX idx_project_tasks_created_by ON project_tasks (created_by);
CREATE INDEX idx_project_tasks_open ON project_tasks (assignee_id, due_date) WHERE status <> 'done';
CREATE INDEX idx_project_tasks_status ON project_tasks (workspace_id, status);
CREATE INDEX idx_project_tasks_custom_fields ON project_tasks USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON project_tasks
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE project_tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_tasks FORCE ROW LEVEL SECURITY;

CREATE POLICY project_tasks_read ON project_tasks FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY project_tasks_write ON project_tasks TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  project_tasks               IS 'What is to be done';
COMMENT ON COLUMN project_tasks.duration_days IS 'Working days; the critical path is made of them';


CREATE TABLE task_dependencies (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    task_id       UUID NOT NULL REFERENCES project_tasks (id) ON DELETE CASCADE,
    depends_on_id UUID NOT NULL REFERENCES project_tasks (id) ON DELETE CASCADE,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (task_id, depends_on_id),
    CHECK (task_id <> depends_on_id)
);

CREATE INDEX idx_task_dependencies_workspace ON task_dependencies (workspace_id);
CREATE INDEX idx_task_dependencies_depends_on ON task_dependencies (depends_on_id);
CREATE INDEX idx_task_dependencies_created_by ON task_dependencies (created_by);

ALTER TABLE task_dependencies ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_dependencies FORCE ROW LEVEL SECURITY;

CREATE POLICY task_dependencies_read ON task_dependencies FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY task_dependencies_write ON task_dependencies TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  task_dependencies IS 'Which task waits for which';


CREATE TABLE task_checklists (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    task_id       UUID NOT NULL REFERENCES project_tasks (id) ON DELETE CASCADE,
    title         TEXT NOT NULL,
    is_done       BOOLEAN NOT NULL DEFAULT false,
    position      INTEGER NOT NULL DEFAULT 0,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_task_checklists_workspace ON task_checklists (workspace_id);
CREATE INDEX idx_task_checklists_task ON task_checklists (task_id);
CREATE INDEX idx_task_checklists_created_by ON task_checklists (created_by);
CREATE INDEX idx_task_checklists_custom_fields ON task_checklists USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON task_checklists
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE task_checklists ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_checklists FORCE ROW LEVEL SECURITY;

CREATE POLICY task_checklists_read ON task_checklists FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY task_checklists_write ON task_checklists TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  task_checklists IS 'Steps of a task';


CREATE TABLE project_milestones (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id UUID NOT NULL REFERENCES productions (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    due_date      DATE NOT NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'reached', 'missed')),
    reached_at    TIMESTAMPTZ,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_project_milestones_workspace ON project_milestones (workspace_id);
CREATE INDEX idx_project_milestones_production ON project_milestones (production_id);
CREATE INDEX idx_project_milestones_created_by ON project_milestones (created_by);
CREATE INDEX idx_project_milestones_custom_fields ON project_milestones USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON project_milestones
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE project_milestones ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_milestones FORCE ROW LEVEL SECURITY;

CREATE POLICY project_milestones_read ON project_milestones FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY project_milestones_write ON project_milestones TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  project_milestones IS 'Dates that count';


CREATE TABLE project_compliance (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id UUID NOT NULL REFERENCES productions (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL DEFAULT 'permit' CHECK (kind IN ('permit', 'license', 'insurance', 'certification')),
    authority     TEXT,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied', 'expired')),
    issued_on     DATE,
    expires_on    DATE,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_project_compliance_production ON project_compliance (production_id);
CREATE INDEX idx_project_compliance_created_by ON project_compliance (created_by);
CREATE INDEX idx_project_compliance_expiry ON project_compliance (workspace_id, expires_on);
CREATE INDEX idx_project_compliance_custom_fields ON project_compliance USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON project_compliance
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE project_compliance ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_compliance FORCE ROW LEVEL SECURITY;

CREATE POLICY project_compliance_read ON project_compliance FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY project_compliance_write ON project_compliance TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  project_compliance IS 'Licenses, permits, certifications';


CREATE TABLE project_safety (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id UUID NOT NULL REFERENCES productions (id) ON DELETE CASCADE,
    title         TEXT NOT NULL,
    kind          TEXT NOT NULL DEFAULT 'risk_assessment' CHECK (kind IN ('risk_assessment', 'safety_plan', 'emergency_plan', 'briefing')),
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
    content       TEXT,
    reviewed_at   TIMESTAMPTZ,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_project_safety_workspace ON project_safety (workspace_id);
CREATE INDEX idx_project_safety_production ON project_safety (production_id);
CREATE INDEX idx_project_safety_created_by ON project_safety (created_by);
CREATE INDEX idx_project_safety_custom_fields ON project_safety USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON project_safety
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE project_safety ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_safety FORCE ROW LEVEL SECURITY;

CREATE POLICY project_safety_read ON project_safety FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY project_safety_write ON project_safety TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  project_safety IS 'Risk assessments and safety plans';


CREATE TABLE project_risks (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id UUID NOT NULL REFERENCES productions (id) ON DELETE CASCADE,
    title         TEXT NOT NULL,
    likelihood    INTEGER NOT NULL DEFAULT 3,
    impact        INTEGER NOT NULL DEFAULT 3,
    mitigation    TEXT,
    status        TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'mitigated', 'closed')),
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (likelihood BETWEEN 1 AND 5),
    CHECK (impact BETWEEN 1 AND 5)
);

CREATE INDEX idx_project_risks_workspace ON project_risks (workspace_id);
CREATE INDEX idx_project_risks_production ON project_risks (production_id);
CREATE INDEX idx_project_risks_created_by ON project_risks (created_by);
CREATE INDEX idx_project_risks_custom_fields ON project_risks USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON project_risks
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE project_risks ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_risks FORCE ROW LEVEL SECURITY;

CREATE POLICY project_risks_read ON project_risks FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY project_risks_write ON project_risks TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  project_risks IS 'What may go wrong';


-- Realtime and access ----------------------------------------------------------------------------------------

ALTER PUBLICATION supabase_realtime ADD TABLE
    productions,
    production_templates,
    project_phases,
    project_tasks,
    task_dependencies,
    task_checklists,
    project_milestones,
    project_compliance,
    project_safety,
    project_risks;

GRANT SELECT, INSERT, UPDATE, DELETE ON
    productions,
    production_templates,
    project_phases,
    project_tasks,
    task_dependencies,
    task_checklists,
    project_milestones,
    project_compliance,
    project_safety,
    project_risks
    TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    productions,
    production_templates,
    project_phases,
    project_tasks,
    task_dependencies,
    task_checklists,
    project_milestones,
    project_compliance,
    project_safety,
    project_risks
    TO service_role;


-- Functions --------------------------------------------------------------------------------------------------

-- WHAT: the critical path of a production
-- WHY:  a delay of a critical task delays everything; one with slack does not
CREATE FUNCTION get_production_timeline(production UUID)
    RETURNS TABLE (task_id UUID, title TEXT, earliest_start INTEGER, earliest_finish INTEGER, slack INTEGER, is_critical BOOLEAN, starts_on DATE, ends_on DATE)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    WITH RECURSIVE task AS (
        SELECT t.id, t.title, t.duration_days AS days FROM project_tasks t WHERE t.production_id = production),
    -- No path is longer than all tasks in a row: a circle of dependencies ends there.
    bound AS (SELECT COALESCE(sum(days), 0) AS days FROM task),
    ahead (id, days) AS (
        SELECT id, 0 FROM task
        UNION
        SELECT d.task_id, a.days + t.days
          FROM ahead a
          JOIN task t ON t.id = a.id
          JOIN task_dependencies d ON d.depends_on_id = a.id
          JOIN bound b ON a.days + t.days < b.days),
    behind (id, days) AS (
        SELECT id, 0 FROM task
        UNION
        SELECT d.depends_on_id, a.days + t.days
          FROM behind a
          JOIN task t ON t.id = a.id
          JOIN task_dependencies d ON d.task_id = a.id
          JOIN bound b ON a.days + t.days < b.days),
    placed AS (
        SELECT t.id, t.title, t.days,
               (SELECT max(a.days) FROM ahead a WHERE a.id = t.id) AS before,
               (SELECT max(a.days) FROM behind a WHERE a.id = t.id) AS after
          FROM task t),
    total AS (SELECT max(before + days + after) AS days FROM placed)
    SELECT p.id, p.title, p.before, p.before + p.days,
           total.days - p.before - p.days - p.after,
           total.days = p.before + p.days + p.after,
           (SELECT start_date FROM productions WHERE id = production) + p.before,
           (SELECT start_date FROM productions WHERE id = production) + p.before + p.days - 1
      FROM placed p, total
     ORDER BY p.before, p.title
$$;

COMMENT ON FUNCTION get_production_timeline(UUID) IS 'Each task with its earliest start in days, its slack, and whether it is on the critical path';
