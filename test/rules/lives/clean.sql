-- A well-kept database, in which no rule of any set finds anything. :app is the role the application signs in as,
-- :owner owns the tables and signs in nowhere, :other is neither.
CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog
  AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';

CREATE TABLE tenants (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name varchar(100) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER set_updated_at BEFORE UPDATE ON tenants FOR EACH ROW EXECUTE FUNCTION set_updated_at();
COMMENT ON TABLE tenants IS 'Who is kept apart.';

CREATE TABLE notes (
  tenant_id uuid NOT NULL REFERENCES tenants,
  id bigint GENERATED ALWAYS AS IDENTITY,
  body text NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE notes IS 'What was written down.';

CREATE TABLE events (
  tenant_id uuid NOT NULL REFERENCES tenants,
  at timestamptz NOT NULL,
  id bigint NOT NULL,
  PRIMARY KEY (tenant_id, at, id)
) PARTITION BY RANGE (at);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
COMMENT ON TABLE events IS 'What happened.';

CREATE TABLE countries (code char(2) PRIMARY KEY, name varchar(100) NOT NULL);
ALTER TABLE countries ALTER COLUMN code TYPE varchar(2);
COMMENT ON TABLE countries IS 'Shared by all.';

ALTER TABLE tenants OWNER TO :owner;
ALTER TABLE notes OWNER TO :owner;
ALTER TABLE events OWNER TO :owner;
ALTER TABLE events_2026 OWNER TO :owner;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON notes USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY tenant_isolation ON events USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON notes, events TO :app;
GRANT SELECT ON countries TO :app;
