-- What maintenance did, for people and for trends. The schema is pgplumb's own, which no comparison looks at.
CREATE SCHEMA IF NOT EXISTS pgplumb;
CREATE TABLE IF NOT EXISTS pgplumb.maintenance_run (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle bigint NOT NULL,
  schedule text,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  outcome text NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'done', 'stopped', 'failed', 'died'))
);
CREATE TABLE IF NOT EXISTS pgplumb.maintenance_history (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at timestamptz NOT NULL,
  task text NOT NULL,
  object text NOT NULL,
  reason text NOT NULL,
  outcome text NOT NULL,
  ms double precision NOT NULL,
  bytes_before bigint,
  bytes_after bigint,
  dead_rows_before bigint,
  dead_rows_after bigint,
  error text
);
ALTER TABLE pgplumb.maintenance_history
  ADD COLUMN IF NOT EXISTS run_id bigint REFERENCES pgplumb.maintenance_run ON DELETE CASCADE,
  DROP CONSTRAINT IF EXISTS maintenance_history_outcome_check,
  ADD CONSTRAINT maintenance_history_outcome_check
    CHECK (outcome IN ('done', 'skipped', 'failed', 'stopped', 'found'));
CREATE INDEX IF NOT EXISTS maintenance_history_object ON pgplumb.maintenance_history (object, started_at);
CREATE INDEX IF NOT EXISTS maintenance_history_run ON pgplumb.maintenance_history (run_id);
CREATE TABLE IF NOT EXISTS pgplumb.size_history (
  at timestamptz NOT NULL,
  schema text NOT NULL,
  name text NOT NULL,
  bytes bigint NOT NULL,
  rows double precision NOT NULL,
  PRIMARY KEY (schema, name, at)
);
COMMENT ON TABLE pgplumb.maintenance_run IS 'Runs of pgplumb maintain; cycle is the first of those that one work took';
COMMENT ON TABLE pgplumb.maintenance_history IS 'What pgplumb maintain did: a row for each table or index';
COMMENT ON TABLE pgplumb.size_history IS
  'Sizes as of each run: of the database (both names empty), of schemas (name empty) and of the largest tables';
