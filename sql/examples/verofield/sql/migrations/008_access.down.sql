REVOKE ALL ON monthly_revenue, audit_logs, users, accounts, locations, work_orders, jobs, invoices, payments, tenants FROM verofield_app;
REVOKE SELECT (id, slug, status) ON tenants FROM verofield_app;
