-- What maintenance did, for people and for trends. The schema is pgplumb's own, which no comparison looks at.
CREATE SCHEMA IF NOT EXISTS pgplumb;
CREATE TABLE IF NOT EXISTS pgplumb.maintenance_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at timestamptz NOT NULL,
  task text NOT NULL,
  object text NOT NULL,
  reason text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('done', 'skipped', 'failed', 'stopped')),
  ms double precision NOT NULL,
  bytes_before bigint,
  bytes_after bigint,
  dead_rows_before bigint,
  dead_rows_after bigint,
  error text
);
CREATE INDEX IF NOT EXISTS maintenance_history_object ON pgplumb.maintenance_history (object, started_at);
COMMENT ON TABLE pgplumb.maintenance_history IS 'What pgplumb maintain did: a row for each table or index';
