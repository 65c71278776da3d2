-- Loses the history of jobs and events, and the audit trail.
DROP TABLE IF EXISTS audit_logs;
DROP TABLE IF EXISTS event_logs;
DROP TABLE IF EXISTS pipeline_checkpoints;
DROP TABLE IF EXISTS jobs;
