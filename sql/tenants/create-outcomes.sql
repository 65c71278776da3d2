CREATE SCHEMA IF NOT EXISTS pgplumb;
CREATE TABLE IF NOT EXISTS pgplumb.tenant_outcomes (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run         uuid NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  tenant      text NOT NULL,
  schema      text NOT NULL,
  outcome     text NOT NULL,
  versions    text[] NOT NULL,
  duration_ms double precision NOT NULL,
  error_code  text,
  error       text
);
CREATE INDEX IF NOT EXISTS tenant_outcomes_schema_id ON pgplumb.tenant_outcomes (schema, id DESC);
COMMENT ON TABLE pgplumb.tenant_outcomes IS
  'What each run of tenant migrations came to, a row a tenant; kept by pgplumb. What is in effect is in each tenant''s schema_migrations.';
