-- WHAT: what the API may do: verofield_app
-- WHY:  row security binds only who neither owns the tables nor bypasses it

-- Which tenants there are is nobody's business; a request may find its own by the slug.
GRANT SELECT (id, slug, status) ON tenants TO verofield_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON users, accounts, locations, work_orders, jobs, invoices, payments TO verofield_app;
GRANT SELECT, INSERT ON audit_logs TO verofield_app;
GRANT SELECT ON monthly_revenue TO verofield_app;
