-- WHAT: a session sees the rows of its own tenant only, named by app.tenant_id
-- WHY:  a WHERE that was forgotten must not show one tenant the rows of another

-- Fails closed: where app.tenant_id is not set the comparison is with NULL, and no row passes. NULLIF, since after a
-- SET LOCAL the setting is '' and not NULL, and ''::uuid is an error. In a sub-select, since that runs once a statement
-- and not once a row. FORCE holds for the owner of the tables as well; superusers and BYPASSRLS pass.

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_isolation_users ON users;
CREATE POLICY tenant_isolation_users ON users
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_isolation_accounts ON accounts;
CREATE POLICY tenant_isolation_accounts ON accounts
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE locations ENABLE ROW LEVEL SECURITY;
ALTER TABLE locations FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_isolation_locations ON locations;
CREATE POLICY tenant_isolation_locations ON locations
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE work_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_orders FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_isolation_work_orders ON work_orders;
CREATE POLICY tenant_isolation_work_orders ON work_orders
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_isolation_jobs ON jobs;
CREATE POLICY tenant_isolation_jobs ON jobs
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_isolation_invoices ON invoices;
CREATE POLICY tenant_isolation_invoices ON invoices
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments FORCE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS tenant_isolation_payments ON payments;
CREATE POLICY tenant_isolation_payments ON payments
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID))
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs FORCE ROW LEVEL SECURITY;

-- Read and added to; no policy lets anybody change or delete.
DROP POLICY IF EXISTS tenant_isolation_audit_logs_read ON audit_logs;
CREATE POLICY tenant_isolation_audit_logs_read ON audit_logs FOR SELECT
    USING (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));

DROP POLICY IF EXISTS tenant_isolation_audit_logs_add ON audit_logs;
CREATE POLICY tenant_isolation_audit_logs_add ON audit_logs FOR INSERT
    WITH CHECK (tenant_id = (SELECT NULLIF(current_setting('app.tenant_id', true), '')::UUID));
