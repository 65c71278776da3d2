-- Each tenant's rows are added as that tenant, for row security is forced on these tables. The names derive from the
-- tenant: a second run finds them.
DO $$
DECLARE
    tenant record;
BEGIN
    FOR tenant IN SELECT id, slug FROM tenants WHERE slug IN ('aqua', 'bolt') ORDER BY slug LOOP
        PERFORM set_config('app.tenant_id', tenant.id::TEXT, true);

        INSERT INTO users (tenant_id, id, email, name, role, status)
        SELECT tenant.id, md5(tenant.slug || u.email)::UUID, u.email, u.name, u.role::user_role, u.status
          FROM (VALUES
            ('olga@example.com', 'Olga Owner',      'owner',      'active'),
            ('dirk@example.com', 'Dirk Dahl',       'dispatcher', 'active'),
            ('tess@example.com', 'Tess Turner',     'technician', 'active'),
            ('tom@example.com',  'Tom O''Brien',    'technician', 'disabled'),
            ('anna@example.com', 'Anna Łukasik',    'accountant', 'invited')) AS u (email, name, role, status)
        ON CONFLICT DO NOTHING;

        INSERT INTO accounts (tenant_id, id, account_number, name, status)
        SELECT tenant.id, md5(tenant.slug || a.number)::UUID, a.number, a.name, a.status
          FROM (VALUES ('A-1', 'Café Zoë', 'active'), ('A-2', 'City Hall', 'active'), ('A-3', 'Nobody yet', 'lead')) AS a (number, name, status)
        ON CONFLICT DO NOTHING;

        INSERT INTO locations (tenant_id, id, account_id, name, city, country)
        SELECT tenant_id, md5(tenant.slug || account_number || '/location')::UUID, id, name || ', main site', 'Lübeck', 'DE'
          FROM accounts WHERE tenant_id = tenant.id AND status = 'active'
        ON CONFLICT DO NOTHING;

        INSERT INTO work_orders (tenant_id, id, number, account_id, location_id, title, status, created_by)
        SELECT l.tenant_id, md5(tenant.slug || w.number)::UUID, w.number, l.account_id, l.id, w.title, w.status, md5(tenant.slug || 'dirk@example.com')::UUID
          FROM (VALUES
            ('W-1', 'A-1', 'Leak behind the counter', 'completed'),
            ('W-2', 'A-1', 'Yearly inspection',       'scheduled'),
            ('W-3', 'A-2', 'No light in room 7',      'in_progress')) AS w (number, account, title, status)
          JOIN accounts a ON a.tenant_id = tenant.id AND a.account_number = w.account
          JOIN locations l ON l.tenant_id = a.tenant_id AND l.account_id = a.id
        ON CONFLICT DO NOTHING;

        INSERT INTO jobs (tenant_id, id, work_order_id, technician_id, scheduled_date, status, started_at, completed_at)
        SELECT w.tenant_id, md5(tenant.slug || w.number || '/job')::UUID, w.id, j.technician, CURRENT_DATE + j.days, j.status,
               CURRENT_TIMESTAMP + j.started, CURRENT_TIMESTAMP + j.completed
          FROM (VALUES
            ('W-1', md5(tenant.slug || 'tess@example.com')::UUID, -5, 'completed',   INTERVAL '-5 days', INTERVAL '-4 days'),
            ('W-2', NULL,                                          3, 'scheduled',   NULL,               NULL),
            ('W-3', md5(tenant.slug || 'tess@example.com')::UUID,  0, 'in_progress', INTERVAL '-1 hour', NULL)) AS j (number, technician, days, status, started, completed)
          JOIN work_orders w ON w.tenant_id = tenant.id AND w.number = j.number
        ON CONFLICT DO NOTHING;

        INSERT INTO invoices (tenant_id, id, invoice_number, account_id, work_order_id, status, total, issued_on, due_on)
        SELECT w.tenant_id, md5(tenant.slug || i.number)::UUID, i.number, w.account_id, w.id, i.status, i.total, CURRENT_DATE + i.issued, CURRENT_DATE + i.due
          FROM (VALUES ('I-1', 'W-1', 'paid', 249.90, -4, 26), ('I-2', 'W-3', 'draft', 80.00, NULL::INTEGER, NULL::INTEGER)) AS i (number, work_order, status, total, issued, due)
          JOIN work_orders w ON w.tenant_id = tenant.id AND w.number = i.work_order
        ON CONFLICT DO NOTHING;

        INSERT INTO payments (tenant_id, id, invoice_id, amount, method, status)
        SELECT tenant_id, md5(tenant.slug || invoice_number || '/payment')::UUID, id, total, 'card', 'settled'
          FROM invoices WHERE tenant_id = tenant.id AND status = 'paid'
        ON CONFLICT DO NOTHING;

        INSERT INTO audit_logs (tenant_id, id, user_id, action, entity_type, entity_id)
        SELECT tenant_id, md5(tenant.slug || number || '/audit')::UUID, created_by, 'work_order.create', 'work_orders', id
          FROM work_orders WHERE tenant_id = tenant.id
        ON CONFLICT DO NOTHING;
    END LOOP;
    PERFORM set_config('app.tenant_id', '', true);
END;
$$;

-- The report is what it was when it was last refreshed.
REFRESH MATERIALIZED VIEW monthly_revenue_all;
