-- The runs of the fleet, what is to be done in each, and who works. The queue itself, `pgplumb.jobs`, is graphile-worker's.
CREATE SCHEMA IF NOT EXISTS pgplumb;
CREATE TABLE IF NOT EXISTS pgplumb.fleet_runs (
  id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind         text NOT NULL,
  options      jsonb NOT NULL,
  begun_at     timestamptz NOT NULL DEFAULT now(),
  stage        integer NOT NULL DEFAULT 0,
  stages       integer NOT NULL,
  max_failures integer,
  stopped      text CHECK (stopped IN ('canary', 'max-failures', 'cancelled'))
);
CREATE TABLE IF NOT EXISTS pgplumb.fleet_jobs (
  run      integer NOT NULL REFERENCES pgplumb.fleet_runs ON DELETE CASCADE,
  shard    text NOT NULL,
  schema   text NOT NULL,
  tenant   text NOT NULL,
  stage    integer NOT NULL,
  state    text NOT NULL CHECK (state IN ('waiting', 'queued', 'running', 'done', 'failed', 'not begun')),
  begins   integer NOT NULL DEFAULT 0,
  worker   integer,
  begun_at timestamptz,
  ended_at timestamptz,
  outcome  text,
  result   jsonb,
  problem  jsonb,
  PRIMARY KEY (run, shard, schema)
);
CREATE INDEX IF NOT EXISTS fleet_jobs_unfinished ON pgplumb.fleet_jobs (run, stage)
  WHERE state IN ('waiting', 'queued', 'running');
CREATE TABLE IF NOT EXISTS pgplumb.fleet_workers (
  id       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  host     text NOT NULL,
  pid      integer NOT NULL,
  pools    text[] NOT NULL DEFAULT '{}',
  begun_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  died     boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE pgplumb.fleet_runs IS 'Work on all tenants that was put on the queue; kept by pgplumb.';
COMMENT ON TABLE pgplumb.fleet_jobs IS 'What a run came to, a row a tenant; kept by pgplumb.';
COMMENT ON TABLE pgplumb.fleet_workers IS
  'Who works on the queue. A worker''s session holds an advisory lock as long as it lives; kept by pgplumb.';
