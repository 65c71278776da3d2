-- Loses the audit trail.
DROP TABLE IF EXISTS audit_logs;
