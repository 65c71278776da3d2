-- WHAT: events, their run of show, bookings, incidents
-- WHY:  a production happens at dates and places

CREATE TABLE IF NOT EXISTS event_categories (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    color         TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    UNIQUE (workspace_id, name)
);

CREATE INDEX IF NOT EXISTS idx_event_categories_created_by ON event_categories (created_by);
CREATE INDEX IF NOT EXISTS idx_event_categories_custom_fields ON event_categories USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON event_categories;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON event_categories
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE event_categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_categories FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS event_categories_read ON event_categories;
CREATE POLICY event_categories_read ON event_categories FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS event_categories_write ON event_categories;
CREATE POLICY event_categories_write ON event_categories TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  event_categories IS 'How a workspace sorts its events';


CREATE TABLE IF NOT EXISTS events (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    production_id UUID REFERENCES productions (id) ON DELETE SET NULL,
    category_id   UUID REFERENCES event_categories (id) ON DELETE SET NULL,
    name          TEXT NOT NULL,
    description   TEXT,
    event_type    TEXT NOT NULL DEFAULT 'performance' CHECK (event_type IN ('performance', 'rehearsal', 'meeting', 'load_in', 'load_out', 'other')),
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'cancelled', 'archived')),
    location_id   UUID,
    start_time    TIMESTAMPTZ NOT NULL,
    end_time      TIMESTAMPTZ NOT NULL,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (end_time > start_time)
);

CREATE INDEX IF NOT EXISTS idx_events_production ON events (production_id);
CREATE INDEX IF NOT EXISTS idx_events_category ON events (category_id);
CREATE INDEX IF NOT EXISTS idx_events_location ON events (location_id);
CREATE INDEX IF NOT EXISTS idx_events_created_by ON events (created_by);
CREATE INDEX IF NOT EXISTS idx_events_dates ON events (workspace_id, start_time, end_time);
CREATE INDEX IF NOT EXISTS idx_events_search ON events USING gin (to_tsvector('english', name || ' ' || COALESCE(description, '')));
CREATE INDEX IF NOT EXISTS idx_events_custom_fields ON events USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON events;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON events
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS events_read ON events;
CREATE POLICY events_read ON events FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS events_write ON events;
CREATE POLICY events_write ON events TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  events IS 'Performances, rehearsals, meetings';


CREATE TABLE IF NOT EXISTS event_attendees (
    id           UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    event_id     UUID NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    user_id      UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    response     TEXT NOT NULL DEFAULT 'pending' CHECK (response IN ('pending', 'accepted', 'declined')),
    created_by   UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at   TIMESTAMPTZ NOT NULL DEFAULT now(),

    UNIQUE (event_id, user_id)
);

CREATE INDEX IF NOT EXISTS idx_event_attendees_workspace ON event_attendees (workspace_id);
CREATE INDEX IF NOT EXISTS idx_event_attendees_user ON event_attendees (user_id);
CREATE INDEX IF NOT EXISTS idx_event_attendees_created_by ON event_attendees (created_by);

DROP TRIGGER IF EXISTS set_updated_at ON event_attendees;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON event_attendees
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE event_attendees ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_attendees FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS event_attendees_read ON event_attendees;
CREATE POLICY event_attendees_read ON event_attendees FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS event_attendees_write ON event_attendees;
CREATE POLICY event_attendees_write ON event_attendees TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  event_attendees IS 'Who is invited, and comes';


CREATE TABLE IF NOT EXISTS run_of_show (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    event_id      UUID NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,
    status        TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'archived')),
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_run_of_show_workspace ON run_of_show (workspace_id);
CREATE INDEX IF NOT EXISTS idx_run_of_show_event ON run_of_show (event_id);
CREATE INDEX IF NOT EXISTS idx_run_of_show_created_by ON run_of_show (created_by);
CREATE INDEX IF NOT EXISTS idx_run_of_show_custom_fields ON run_of_show USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON run_of_show;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON run_of_show
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE run_of_show ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_of_show FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS run_of_show_read ON run_of_show;
CREATE POLICY run_of_show_read ON run_of_show FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS run_of_show_write ON run_of_show;
CREATE POLICY run_of_show_write ON run_of_show TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  run_of_show IS 'The sequence of an event';


CREATE TABLE IF NOT EXISTS run_of_show_cues (
    id             UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id   UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    run_of_show_id UUID NOT NULL REFERENCES run_of_show (id) ON DELETE CASCADE,
    number         TEXT NOT NULL,
    department     TEXT NOT NULL DEFAULT 'sound' CHECK (department IN ('sound', 'lighting', 'video', 'stage', 'pyro', 'other')),
    description    TEXT NOT NULL,
    offset_seconds INTEGER NOT NULL DEFAULT 0,
    caller_id      UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_by     UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields  JSONB NOT NULL DEFAULT '{}',

    UNIQUE (run_of_show_id, number)
);

CREATE INDEX IF NOT EXISTS idx_run_of_show_cues_workspace ON run_of_show_cues (workspace_id);
CREATE INDEX IF NOT EXISTS idx_run_of_show_cues_caller ON run_of_show_cues (caller_id);
CREATE INDEX IF NOT EXISTS idx_run_of_show_cues_created_by ON run_of_show_cues (created_by);
CREATE INDEX IF NOT EXISTS idx_run_of_show_cues_custom_fields ON run_of_show_cues USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON run_of_show_cues;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON run_of_show_cues
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE run_of_show_cues ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_of_show_cues FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS run_of_show_cues_read ON run_of_show_cues;
CREATE POLICY run_of_show_cues_read ON run_of_show_cues FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS run_of_show_cues_write ON run_of_show_cues;
CREATE POLICY run_of_show_cues_write ON run_of_show_cues TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  run_of_show_cues IS 'Cues: what happens when, and who calls it';


CREATE TABLE IF NOT EXISTS bookings (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    event_id      UUID REFERENCES events (id) ON DELETE SET NULL,
    location_id   UUID,
    resource_id   UUID,
    title         TEXT NOT NULL,
    status        TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'denied', 'cancelled')),
    start_time    TIMESTAMPTZ NOT NULL,
    end_time      TIMESTAMPTZ NOT NULL,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    CHECK (end_time > start_time)
);

CREATE INDEX IF NOT EXISTS idx_bookings_event ON bookings (event_id);
CREATE INDEX IF NOT EXISTS idx_bookings_location ON bookings (location_id);
CREATE INDEX IF NOT EXISTS idx_bookings_resource ON bookings (resource_id);
CREATE INDEX IF NOT EXISTS idx_bookings_created_by ON bookings (created_by);
CREATE INDEX IF NOT EXISTS idx_bookings_dates ON bookings (workspace_id, start_time, end_time);
CREATE INDEX IF NOT EXISTS idx_bookings_custom_fields ON bookings USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON bookings;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON bookings
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE bookings ENABLE ROW LEVEL SECURITY;
ALTER TABLE bookings FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS bookings_read ON bookings;
CREATE POLICY bookings_read ON bookings FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS bookings_write ON bookings;
CREATE POLICY bookings_write ON bookings TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  bookings IS 'A place or a resource, held for some time';


CREATE TABLE IF NOT EXISTS incidents (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    event_id      UUID REFERENCES events (id) ON DELETE SET NULL,
    title         TEXT NOT NULL,
    description   TEXT,
    severity      TEXT NOT NULL DEFAULT 'low' CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    status        TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'investigating', 'resolved', 'closed')),
    occurred_at   TIMESTAMPTZ NOT NULL DEFAULT now(),
    resolved_at   TIMESTAMPTZ,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_incidents_workspace ON incidents (workspace_id);
CREATE INDEX IF NOT EXISTS idx_incidents_event ON incidents (event_id);
CREATE INDEX IF NOT EXISTS idx_incidents_created_by ON incidents (created_by);
CREATE INDEX IF NOT EXISTS idx_incidents_open ON incidents (workspace_id, severity) WHERE status IN ('open', 'investigating');
CREATE INDEX IF NOT EXISTS idx_incidents_custom_fields ON incidents USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON incidents;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON incidents
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE incidents ENABLE ROW LEVEL SECURITY;
ALTER TABLE incidents FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS incidents_read ON incidents;
CREATE POLICY incidents_read ON incidents FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS incidents_write ON incidents;
CREATE POLICY incidents_write ON incidents TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  incidents IS 'What went wrong';


CREATE TABLE IF NOT EXISTS incident_actions (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    incident_id   UUID NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    description   TEXT NOT NULL,
    assignee_id   UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    due_date      DATE,
    is_done       BOOLEAN NOT NULL DEFAULT false,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX IF NOT EXISTS idx_incident_actions_workspace ON incident_actions (workspace_id);
CREATE INDEX IF NOT EXISTS idx_incident_actions_incident ON incident_actions (incident_id);
CREATE INDEX IF NOT EXISTS idx_incident_actions_assignee ON incident_actions (assignee_id);
CREATE INDEX IF NOT EXISTS idx_incident_actions_created_by ON incident_actions (created_by);
CREATE INDEX IF NOT EXISTS idx_incident_actions_custom_fields ON incident_actions USING gin (custom_fields);

DROP TRIGGER IF EXISTS set_updated_at ON incident_actions;
CREATE TRIGGER set_updated_at BEFORE UPDATE ON incident_actions
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE incident_actions ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident_actions FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS incident_actions_read ON incident_actions;
CREATE POLICY incident_actions_read ON incident_actions FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

DROP POLICY IF EXISTS incident_actions_write ON incident_actions;
CREATE POLICY incident_actions_write ON incident_actions TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  incident_actions IS 'What was done about it';

-- pgplumb: ignore unchecked-do-block: adds what is not there yet; a publication locks no rows
DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'event_categories',
        'events',
        'event_attendees',
        'run_of_show',
        'run_of_show_cues',
        'bookings',
        'incidents',
        'incident_actions'
    ] LOOP
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
             WHERE p.pubname = 'supabase_realtime' AND r.prrelid = format('public.%I', name)::REGCLASS);
        EXECUTE format('ALTER PUBLICATION supabase_realtime ADD TABLE public.%I', name);
    END LOOP;
END;
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON
    event_categories,
    events,
    event_attendees,
    run_of_show,
    run_of_show_cues,
    bookings,
    incidents,
    incident_actions
    TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    event_categories,
    events,
    event_attendees,
    run_of_show,
    run_of_show_cues,
    bookings,
    incidents,
    incident_actions
    TO service_role;

-- WHAT: events of a workspace that need the same place at the same time
-- WHY:  two shows cannot have one stage
CREATE OR REPLACE FUNCTION check_event_conflicts(workspace UUID, location UUID, starts TIMESTAMPTZ, ends TIMESTAMPTZ, except_event UUID DEFAULT NULL)
    RETURNS TABLE (event_id UUID, name TEXT, start_time TIMESTAMPTZ, end_time TIMESTAMPTZ)
    LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
    SELECT e.id, e.name, e.start_time, e.end_time
      FROM events e
     WHERE e.workspace_id = workspace AND e.location_id = location AND e.status <> 'cancelled'
       -- What ends when the other begins is no conflict.
       AND e.start_time < ends AND e.end_time > starts
       AND e.id IS DISTINCT FROM except_event
     ORDER BY e.start_time
$$;

COMMENT ON FUNCTION check_event_conflicts(UUID, UUID, TIMESTAMPTZ, TIMESTAMPTZ, UUID) IS 'Events at a location that overlap a time; pass the event itself to leave it out';
