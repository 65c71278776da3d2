-- Venues, offices, warehouses, and what is known of them.

-- Locations --------------------------------------------------------------------------------------------------

CREATE TABLE locations (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    description   TEXT,
    kind          TEXT NOT NULL DEFAULT 'venue' CHECK (kind IN ('venue', 'office', 'warehouse', 'outdoor', 'other')),
    address       TEXT,
    city          TEXT,
    country       TEXT,
    capacity      INTEGER,
    latitude      NUMERIC(10,2),
    longitude     NUMERIC(10,2),
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_locations_workspace ON locations (workspace_id);
CREATE INDEX idx_locations_created_by ON locations (created_by);
CREATE INDEX idx_locations_search ON locations USING gin (to_tsvector('english', name || ' ' || COALESCE(city, '') || ' ' || COALESCE(description, '')));
CREATE INDEX idx_locations_custom_fields ON locations USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON locations
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE locations ENABLE ROW LEVEL SECURITY;
ALTER TABLE locations FORCE ROW LEVEL SECURITY;

CREATE POLICY locations_read ON locations FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY locations_write ON locations TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  locations IS 'Venues, offices, warehouses';


CREATE TABLE location_zones (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    location_id   UUID NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    capacity      INTEGER,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}',

    UNIQUE (location_id, name)
);

CREATE INDEX idx_location_zones_workspace ON location_zones (workspace_id);
CREATE INDEX idx_location_zones_created_by ON location_zones (created_by);
CREATE INDEX idx_location_zones_custom_fields ON location_zones USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON location_zones
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE location_zones ENABLE ROW LEVEL SECURITY;
ALTER TABLE location_zones FORCE ROW LEVEL SECURITY;

CREATE POLICY location_zones_read ON location_zones FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY location_zones_write ON location_zones TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  location_zones IS 'Parts of a location';


CREATE TABLE site_maps (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    location_id   UUID NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL DEFAULT 'floor_plan' CHECK (kind IN ('floor_plan', 'rigging', 'electrical', 'seating', 'other')),
    file_url      TEXT,
    version       INTEGER NOT NULL DEFAULT 1,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_site_maps_workspace ON site_maps (workspace_id);
CREATE INDEX idx_site_maps_location ON site_maps (location_id);
CREATE INDEX idx_site_maps_created_by ON site_maps (created_by);
CREATE INDEX idx_site_maps_custom_fields ON site_maps USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON site_maps
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE site_maps ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_maps FORCE ROW LEVEL SECURITY;

CREATE POLICY site_maps_read ON site_maps FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY site_maps_write ON site_maps TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  site_maps IS 'Floor plans and technical drawings';


CREATE TABLE location_access (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    location_id   UUID NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL DEFAULT 'door' CHECK (kind IN ('door', 'dock', 'gate', 'lift')),
    instructions  TEXT,
    open_from     TEXT,
    open_until    TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_location_access_workspace ON location_access (workspace_id);
CREATE INDEX idx_location_access_location ON location_access (location_id);
CREATE INDEX idx_location_access_created_by ON location_access (created_by);
CREATE INDEX idx_location_access_custom_fields ON location_access USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON location_access
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE location_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE location_access FORCE ROW LEVEL SECURITY;

CREATE POLICY location_access_read ON location_access FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY location_access_write ON location_access TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  location_access IS 'Doors, docks, gates';


CREATE TABLE location_utilities (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    location_id   UUID NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    kind          TEXT NOT NULL DEFAULT 'power' CHECK (kind IN ('power', 'water', 'network', 'gas', 'rigging')),
    description   TEXT NOT NULL,
    capacity      TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_location_utilities_workspace ON location_utilities (workspace_id);
CREATE INDEX idx_location_utilities_location ON location_utilities (location_id);
CREATE INDEX idx_location_utilities_created_by ON location_utilities (created_by);
CREATE INDEX idx_location_utilities_custom_fields ON location_utilities USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON location_utilities
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE location_utilities ENABLE ROW LEVEL SECURITY;
ALTER TABLE location_utilities FORCE ROW LEVEL SECURITY;

CREATE POLICY location_utilities_read ON location_utilities FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY location_utilities_write ON location_utilities TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  location_utilities IS 'Power, water, network';


CREATE TABLE location_contacts (
    id            UUID PRIMARY KEY DEFAULT extensions.uuid_generate_v4(),
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    location_id   UUID NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    role          TEXT,
    phone         TEXT,
    email         TEXT,
    created_by    UUID REFERENCES auth.users (id) ON DELETE SET NULL,
    created_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    updated_at    TIMESTAMPTZ NOT NULL DEFAULT now(),
    custom_fields JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX idx_location_contacts_workspace ON location_contacts (workspace_id);
CREATE INDEX idx_location_contacts_location ON location_contacts (location_id);
CREATE INDEX idx_location_contacts_created_by ON location_contacts (created_by);
CREATE INDEX idx_location_contacts_custom_fields ON location_contacts USING gin (custom_fields);

CREATE TRIGGER set_updated_at BEFORE UPDATE ON location_contacts
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE location_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE location_contacts FORCE ROW LEVEL SECURITY;

CREATE POLICY location_contacts_read ON location_contacts FOR SELECT TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_workspaces())));

CREATE POLICY location_contacts_write ON location_contacts TO authenticated
    USING (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())))
    WITH CHECK (workspace_id = ANY (ARRAY(SELECT my_editable_workspaces())));

COMMENT ON TABLE  location_contacts IS 'Whom to call there';


-- Places of what came before ---------------------------------------------------------------------------------

ALTER TABLE productions ADD CONSTRAINT productions_location_id_fkey
    FOREIGN KEY (location_id) REFERENCES locations (id) ON DELETE SET NULL;


ALTER TABLE events ADD CONSTRAINT events_location_id_fkey
    FOREIGN KEY (location_id) REFERENCES locations (id) ON DELETE SET NULL;


ALTER TABLE bookings ADD CONSTRAINT bookings_location_id_fkey
    FOREIGN KEY (location_id) REFERENCES locations (id) ON DELETE SET NULL;


ALTER TABLE assets ADD CONSTRAINT assets_location_id_fkey
    FOREIGN KEY (location_id) REFERENCES locations (id) ON DELETE SET NULL;


-- Their indexes came with the tables.


-- Realtime and access ----------------------------------------------------------------------------------------

ALTER PUBLICATION supabase_realtime ADD TABLE
    locations,
    location_zones,
    site_maps,
    location_access,
    location_utilities,
    location_contacts;

GRANT SELECT, INSERT, UPDATE, DELETE ON
    locations,
    location_zones,
    site_maps,
    location_access,
    location_utilities,
    location_contacts
    TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    locations,
    location_zones,
    site_maps,
    location_access,
    location_utilities,
    location_contacts
    TO service_role;
