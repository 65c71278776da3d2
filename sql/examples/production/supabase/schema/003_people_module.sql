-- Personnel, teams, time, training, recruitment, profiles.

-- People -----------------------------------------------------------------------------------------------------

CREATE TABLE personnel (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id       UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    first_name    TEXT NOT NULL,
    last_name     TEXT NOT NULL,
    email         TEXT,
    phone         TEXT,
    job_title     TEXT,
    employment    TEXT NOT NULL DEFAULT 'employee' CHECK (employment IN ('employee', 'freelance', 'volunteer')),
    status        TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'on_leave', 'left')),
    hourly_rate   NUMERIC(14,2),
    weekly_hours  NUMERIC(10,2) NOT NULL DEFAULT 40,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (weekly_hours >= 0)
);

CREATE INDEX idx_personnel_user ON personnel (user_id);
CREATE INDEX idx_personnel_created_by ON personnel (created_by);
CREATE INDEX idx_personnel_status ON personnel (workspace_id, status);
CREATE INDEX idx_personnel_search ON personnel USING gin (to_tsvector('english', first_name || ' ' || last_name || ' ' || COALESCE(job_title, '')));
CREATE INDEX idx_personnel_custom_fields ON personnel USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON personnel
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE personnel ENABLE ROW LEVEL SECURITY;
ALTER TABLE personnel FORCE ROW LEVEL SECURITY;

CREATE POLICY personnel_read ON personnel FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY personnel_write ON personnel TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  personnel IS 'Staff and crew';


CREATE TABLE teams (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    description   TEXT,
    lead_id       UUID REFERENCES personnel (id) ON DELETE SET NULL,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    UNIQUE (workspace_id, name)
);

CREATE INDEX idx_teams_lead ON teams (lead_id);
CREATE INDEX idx_teams_created_by ON teams (created_by);
CREATE INDEX idx_teams_custom_fields ON teams USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON teams
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE teams FORCE ROW LEVEL SECURITY;

CREATE POLICY teams_read ON teams FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY teams_write ON teams TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  teams IS 'People who work together';


CREATE TABLE personnel_teams (
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    team_id      UUID NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    created_by   UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    PRIMARY KEY (personnel_id, team_id)
);

CREATE INDEX idx_personnel_teams_workspace ON personnel_teams (workspace_id);
CREATE INDEX idx_personnel_teams_team ON personnel_teams (team_id);
CREATE INDEX idx_personnel_teams_created_by ON personnel_teams (created_by);

ALTER TABLE personnel_teams ENABLE ROW LEVEL SECURITY;
ALTER TABLE personnel_teams FORCE ROW LEVEL SECURITY;

CREATE POLICY personnel_teams_read ON personnel_teams FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY personnel_teams_write ON personnel_teams TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  personnel_teams IS 'Who is in which team';


CREATE TABLE skills (
    id           UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    created_by   UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (workspace_id, name)
);

CREATE INDEX idx_skills_created_by ON skills (created_by);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON skills
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE skills ENABLE ROW LEVEL SECURITY;
ALTER TABLE skills FORCE ROW LEVEL SECURITY;

CREATE POLICY skills_read ON skills FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY skills_write ON skills TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  skills IS 'What people can do';


CREATE TABLE personnel_skills (
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    skill_id     UUID NOT NULL REFERENCES skills (id) ON DELETE CASCADE,
    level        INTEGER NOT NULL DEFAULT 1,
    created_by   UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    PRIMARY KEY (personnel_id, skill_id)
);

CREATE INDEX idx_personnel_skills_workspace ON personnel_skills (workspace_id);
CREATE INDEX idx_personnel_skills_skill ON personnel_skills (skill_id);
CREATE INDEX idx_personnel_skills_created_by ON personnel_skills (created_by);

ALTER TABLE personnel_skills ENABLE ROW LEVEL SECURITY;
ALTER TABLE personnel_skills FORCE ROW LEVEL SECURITY;

CREATE POLICY personnel_skills_read ON personnel_skills FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY personnel_skills_write ON personnel_skills TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  personnel_skills IS 'Who can do what, and how well';


CREATE TABLE personnel_assignments (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id  UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    production_id UUID NOT NULL REFERENCES productions (id) ON DELETE CASCADE,
    role          TEXT,
    start_date    DATE NOT NULL,
    end_date      DATE NOT NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'confirmed', 'declined', 'completed')),
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (end_date >= start_date)
);

CREATE INDEX idx_personnel_assignments_workspace ON personnel_assignments (workspace_id);
CREATE INDEX idx_personnel_assignments_production ON personnel_assignments (production_id);
CREATE INDEX idx_personnel_assignments_created_by ON personnel_assignments (created_by);
CREATE INDEX idx_personnel_assignments_dates ON personnel_assignments (personnel_id, start_date, end_date);
CREATE INDEX idx_personnel_assignments_custom_fields ON personnel_assignments USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON personnel_assignments
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE personnel_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE personnel_assignments FORCE ROW LEVEL SECURITY;

CREATE POLICY personnel_assignments_read ON personnel_assignments FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY personnel_assignments_write ON personnel_assignments TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  personnel_assignments IS 'Who works on which production, as what';


CREATE TABLE events_personnel (
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    event_id     UUID NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    personnel_id UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    call_time    TIMESTAMPTZ,
    created_by   UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    PRIMARY KEY (event_id, personnel_id)
);

CREATE INDEX idx_events_personnel_workspace ON events_personnel (workspace_id);
CREATE INDEX idx_events_personnel_personnel ON events_personnel (personnel_id);
CREATE INDEX idx_events_personnel_created_by ON events_personnel (created_by);

ALTER TABLE events_personnel ENABLE ROW LEVEL SECURITY;
ALTER TABLE events_personnel FORCE ROW LEVEL SECURITY;

CREATE POLICY events_personnel_read ON events_personnel FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY events_personnel_write ON events_personnel TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  events_personnel IS 'Who works at which event';


CREATE TABLE time_entries (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id  UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    production_id UUID REFERENCES productions (id) ON DELETE SET NULL,
    task_id       UUID REFERENCES project_tasks (id) ON DELETE SET NULL,
    work_date     DATE NOT NULL,
    hours         NUMERIC(10,2) NOT NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied')),
    notes         TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (hours > 0 AND hours <= 24)
);

CREATE INDEX idx_time_entries_workspace ON time_entries (workspace_id);
CREATE INDEX idx_time_entries_production ON time_entries (production_id);
CREATE INDEX idx_time_entries_task ON time_entries (task_id);
CREATE INDEX idx_time_entries_created_by ON time_entries (created_by);
CREATE INDEX idx_time_entries_dates ON time_entries (personnel_id, work_date);
CREATE INDEX idx_time_entries_custom_fields ON time_entries USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON time_entries
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE time_entries FORCE ROW LEVEL SECURITY;

CREATE POLICY time_entries_read ON time_entries FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY time_entries_write ON time_entries TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  time_entries IS 'Hours that were worked';


CREATE TABLE time_off_requests (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id  UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL DEFAULT 'vacation' CHECK (kind IN ('vacation', 'sick', 'unpaid', 'other')),
    start_date    DATE NOT NULL,
    end_date      DATE NOT NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied')),
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (end_date >= start_date)
);

CREATE INDEX idx_time_off_requests_workspace ON time_off_requests (workspace_id);
CREATE INDEX idx_time_off_requests_personnel ON time_off_requests (personnel_id);
CREATE INDEX idx_time_off_requests_created_by ON time_off_requests (created_by);
CREATE INDEX idx_time_off_requests_custom_fields ON time_off_requests USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON time_off_requests
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE time_off_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE time_off_requests FORCE ROW LEVEL SECURITY;

CREATE POLICY time_off_requests_read ON time_off_requests FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY time_off_requests_write ON time_off_requests TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  time_off_requests IS 'Holidays and other absence';


CREATE TABLE training_courses (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    provider      TEXT,
    valid_months  INTEGER,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_training_courses_workspace ON training_courses (workspace_id);
CREATE INDEX idx_training_courses_created_by ON training_courses (created_by);
CREATE INDEX idx_training_courses_custom_fields ON training_courses USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON training_courses
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE training_courses ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_courses FORCE ROW LEVEL SECURITY;

CREATE POLICY training_courses_read ON training_courses FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY training_courses_write ON training_courses TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  training_courses IS 'What can be learned';


CREATE TABLE training_records (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id  UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    course_id     UUID REFERENCES training_courses (id) ON DELETE SET NULL,
    name          TEXT NOT NULL,
    completed_on  DATE,
    expires_on    DATE,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'expired')),
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_training_records_personnel ON training_records (personnel_id);
CREATE INDEX idx_training_records_course ON training_records (course_id);
CREATE INDEX idx_training_records_created_by ON training_records (created_by);
CREATE INDEX idx_training_records_expiry ON training_records (workspace_id, expires_on);
CREATE INDEX idx_training_records_custom_fields ON training_records USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON training_records
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE training_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_records FORCE ROW LEVEL SECURITY;

CREATE POLICY training_records_read ON training_records FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY training_records_write ON training_records TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  training_records IS 'Certifications and training';


CREATE TABLE job_openings (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    title         TEXT NOT NULL,
    description   TEXT,
    team_id       UUID REFERENCES teams (id) ON DELETE SET NULL,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'closed', 'archived')),
    closes_on     DATE,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_job_openings_workspace ON job_openings (workspace_id);
CREATE INDEX idx_job_openings_team ON job_openings (team_id);
CREATE INDEX idx_job_openings_created_by ON job_openings (created_by);
CREATE INDEX idx_job_openings_custom_fields ON job_openings USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON job_openings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE job_openings ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_openings FORCE ROW LEVEL SECURITY;

CREATE POLICY job_openings_read ON job_openings FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY job_openings_write ON job_openings TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  job_openings IS 'Whom the workspace looks for';


CREATE TABLE job_applicants (
    id             UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id   UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    job_opening_id UUID NOT NULL REFERENCES job_openings (id) ON DELETE CASCADE,
    name           TEXT NOT NULL,
    email          TEXT NOT NULL,
    status         TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'interview', 'offered', 'hired', 'rejected')),
    resume_url     TEXT,
    created_by     UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields  JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_job_applicants_workspace ON job_applicants (workspace_id);
CREATE INDEX idx_job_applicants_job_opening ON job_applicants (job_opening_id);
CREATE INDEX idx_job_applicants_created_by ON job_applicants (created_by);
CREATE INDEX idx_job_applicants_custom_fields ON job_applicants USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON job_applicants
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE job_applicants ENABLE ROW LEVEL SECURITY;
ALTER TABLE job_applicants FORCE ROW LEVEL SECURITY;

CREATE POLICY job_applicants_read ON job_applicants FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY job_applicants_write ON job_applicants TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  job_applicants IS 'Who applied';


CREATE TABLE applicant_interviews (
    id             UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id   UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    applicant_id   UUID NOT NULL REFERENCES job_applicants (id) ON DELETE CASCADE,
    interviewer_id UUID REFERENCES personnel (id) ON DELETE SET NULL,
    scheduled_at   TIMESTAMPTZ NOT NULL,
    notes          TEXT,
    rating         INTEGER,
    created_by     UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields  JSONB NOT NULL DEFAULT '{}',

    CHECK (rating BETWEEN 1 AND 5)
);

CREATE INDEX idx_applicant_interviews_workspace ON applicant_interviews (workspace_id);
CREATE INDEX idx_applicant_interviews_applicant ON applicant_interviews (applicant_id);
CREATE INDEX idx_applicant_interviews_interviewer ON applicant_interviews (interviewer_id);
CREATE INDEX idx_applicant_interviews_created_by ON applicant_interviews (created_by);
CREATE INDEX idx_applicant_interviews_custom_fields ON applicant_interviews USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON applicant_interviews
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE applicant_interviews ENABLE ROW LEVEL SECURITY;
ALTER TABLE applicant_interviews FORCE ROW LEVEL SECURITY;

CREATE POLICY applicant_interviews_read ON applicant_interviews FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY applicant_interviews_write ON applicant_interviews TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  applicant_interviews IS 'Talks with applicants';


-- Profiles ---------------------------------------------------------------------------------------------------

CREATE TABLE user_profiles (
    id           UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    user_id      UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    display_name TEXT NOT NULL,
    bio          TEXT,
    avatar_url   TEXT,
    timezone     TEXT,
    links        JSONB NOT NULL DEFAULT '{}',
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (user_id)
);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON user_profiles
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE user_profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_profiles FORCE ROW LEVEL SECURITY;

CREATE POLICY user_profiles_read ON user_profiles FOR SELECT TO authenticated
    USING (user_id IN (SELECT m.user_id FROM organization_members m WHERE m.organization_id = ANY (ARRAY(SELECT my_organizations()))));

CREATE POLICY user_profiles_own ON user_profiles TO authenticated
    USING (user_id = (SELECT auth.uid()))
    WITH CHECK (user_id = (SELECT auth.uid()));

COMMENT ON TABLE  user_profiles IS 'What users say of themselves, to all who share an organization with them';


CREATE TABLE work_history (
    id          UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    user_id     UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    company     TEXT NOT NULL,
    title       TEXT NOT NULL,
    start_date  DATE NOT NULL,
    end_date    DATE,
    description TEXT,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at  TIMESTAMPTZ NOT NULL DEFAULT now(),

    CHECK (end_date >= start_date)
);

CREATE INDEX idx_work_history_user ON work_history (user_id);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON work_history
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE work_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_history FORCE ROW LEVEL SECURITY;

CREATE POLICY work_history_read ON work_history FOR SELECT TO authenticated
    USING (user_id IN (SELECT m.user_id FROM organization_members m WHERE m.organization_id = ANY (ARRAY(SELECT my_organizations()))));

CREATE POLICY work_history_own ON work_history TO authenticated
    USING (user_id = (SELECT auth.uid()))
    WITH CHECK (user_id = (SELECT auth.uid()));

COMMENT ON TABLE  work_history IS 'Where somebody has worked';


CREATE TABLE endorsements (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    personnel_id  UUID NOT NULL REFERENCES personnel (id) ON DELETE CASCADE,
    skill_id      UUID NOT NULL REFERENCES skills (id) ON DELETE CASCADE,
    endorser_id   UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    message       TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    UNIQUE (personnel_id, skill_id, endorser_id)
);

CREATE INDEX idx_endorsements_workspace ON endorsements (workspace_id);
CREATE INDEX idx_endorsements_skill ON endorsements (skill_id);
CREATE INDEX idx_endorsements_endorser ON endorsements (endorser_id);
CREATE INDEX idx_endorsements_created_by ON endorsements (created_by);
CREATE INDEX idx_endorsements_custom_fields ON endorsements USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON endorsements
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE endorsements ENABLE ROW LEVEL SECURITY;
ALTER TABLE endorsements FORCE ROW LEVEL SECURITY;

CREATE POLICY endorsements_read ON endorsements FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY endorsements_write ON endorsements TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  endorsements IS 'Who vouches for whose skill';


-- Realtime and access ----------------------------------------------------------------------------------------

ALTER PUBLICATION supabase_realtime ADD TABLE
    personnel,
    teams,
    personnel_teams,
    skills,
    personnel_skills,
    personnel_assignments,
    events_personnel,
    time_entries,
    time_off_requests,
    training_courses,
    training_records,
    job_openings,
    job_applicants,
    applicant_interviews,
    user_profiles,
    work_history,
    endorsements;

GRANT SELECT, INSERT, UPDATE, DELETE ON
    personnel,
    teams,
    personnel_teams,
    skills,
    personnel_skills,
    personnel_assignments,
    events_personnel,
    time_entries,
    time_off_requests,
    training_courses,
    training_records,
    job_openings,
    job_applicants,
    applicant_interviews,
    user_profiles,
    work_history,
    endorsements
    TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    personnel,
    teams,
    personnel_teams,
    skills,
    personnel_skills,
    personnel_assignments,
    events_personnel,
    time_entries,
    time_off_requests,
    training_courses,
    training_records,
    job_openings,
    job_applicants,
    applicant_interviews,
    user_profiles,
    work_history,
    endorsements
    TO service_role;


-- Functions --------------------------------------------------------------------------------------------------

-- WHAT: what has run out or soon will: permits of productions, training of people
-- WHY:  a permit that runs out during a tour stops it
CREATE FUNCTION check_compliance_expiry(workspace UUID, within INTERVAL DEFAULT '30 days')
    RETURNS TABLE (kind TEXT, id UUID, name TEXT, belongs_to TEXT, expires_on DATE, days_left INTEGER)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    SELECT found.kind, found.id, found.name, found.belongs_to, found.expires_on, found.expires_on - CURRENT_DATE
      FROM (
        SELECT c.kind, c.id, c.name, p.name AS belongs_to, c.expires_on
          FROM project_compliance c JOIN productions p ON p.id = c.production_id
         WHERE c.workspace_id = workspace AND c.status <> 'denied' AND p.status <> 'archived'
        UNION ALL
        SELECT 'training', t.id, t.name, p.first_name || ' ' || p.last_name, t.expires_on
          FROM training_records t JOIN personnel p ON p.id = t.personnel_id
         WHERE t.workspace_id = workspace AND p.status <> 'left') AS found
     WHERE found.expires_on <= CURRENT_DATE + within
     ORDER BY found.expires_on, found.name
$$;

COMMENT ON FUNCTION check_compliance_expiry(UUID, INTERVAL) IS 'Licenses, permits and training that expire within a time, those that have expired first';


-- WHAT: regular hours and overtime of one week
-- WHY:  overtime is over eight hours a day, or over the weekly hours of the person, whichever is more
CREATE FUNCTION calculate_overtime(person UUID, week DATE)
    RETURNS TABLE (total_hours NUMERIC, regular_hours NUMERIC, overtime_hours NUMERIC)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    WITH day AS (
        SELECT t.work_date, sum(t.hours) AS hours
          FROM time_entries t
         WHERE t.personnel_id = person AND t.status <> 'denied'
           AND t.work_date >= date_trunc('week', week)::DATE AND t.work_date < date_trunc('week', week)::DATE + 7
         GROUP BY t.work_date),
    sums AS (
        SELECT COALESCE(sum(hours), 0) AS total, COALESCE(sum(GREATEST(hours - 8, 0)), 0) AS by_day FROM day)
    SELECT s.total, s.total - o.hours, o.hours
      FROM sums s
     CROSS JOIN LATERAL (
        SELECT GREATEST(s.by_day, s.total - (SELECT weekly_hours FROM personnel WHERE id = person), 0) AS hours) o
$$;

COMMENT ON FUNCTION calculate_overtime(UUID, DATE) IS 'Hours of the week (Monday to Sunday) that a date is in';


-- WHAT: how busy somebody is in some days, against the hours they have
-- WHY:  who is at 130 % should not be asked
CREATE FUNCTION get_user_workload(member UUID, from_date DATE, to_date DATE)
    RETURNS TABLE (open_tasks BIGINT, overdue_tasks BIGINT, planned_hours NUMERIC, worked_hours NUMERIC, capacity_hours NUMERIC, load_percent NUMERIC)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    WITH task AS (
        SELECT count(*) AS open, count(*) FILTER (WHERE t.due_date < CURRENT_DATE) AS overdue,
               COALESCE(sum(t.estimated_hours) FILTER (WHERE t.due_date BETWEEN from_date AND to_date), 0) AS hours
          FROM project_tasks t WHERE t.assignee_id = member AND t.status <> 'done'),
    worked AS (
        SELECT COALESCE(sum(e.hours), 0) AS hours
          FROM time_entries e JOIN personnel p ON p.id = e.personnel_id
         WHERE p.user_id = member AND e.status <> 'denied' AND e.work_date BETWEEN from_date AND to_date),
    -- Five working days a week, without those that were granted off.
    free AS (
        SELECT COALESCE(sum(p.weekly_hours / 5), 0) AS hours
          FROM personnel p
         CROSS JOIN generate_series(from_date, to_date, INTERVAL '1 day') AS d (day)
         WHERE p.user_id = member AND p.status = 'active' AND EXTRACT(isodow FROM d.day) < 6
           AND NOT EXISTS (
               SELECT FROM time_off_requests o
                WHERE o.personnel_id = p.id AND o.status = 'approved' AND d.day::DATE BETWEEN o.start_date AND o.end_date))
    SELECT task.open, task.overdue, task.hours, worked.hours, round(free.hours, 2), round(100 * task.hours / NULLIF(free.hours, 0), 1)
      FROM task, worked, free
$$;

COMMENT ON FUNCTION get_user_workload(UUID, DATE, DATE) IS 'Open tasks, planned and worked hours of a user, against the working hours of these days';
