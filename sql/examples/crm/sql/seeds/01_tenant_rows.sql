-- Rows to try things with, for each tenant that has no deals yet: make some first, pgplumb tenant create …
-- Each gets the same people, companies and deals. A second run finds them.
DO $$
DECLARE
    tenant record;
    filled BOOLEAN;
BEGIN
    FOR tenant IN
        SELECT t.schema_name, t.subdomain FROM public.tenants t
         WHERE to_regclass(format('%I.users', t.schema_name)) IS NOT NULL ORDER BY t.id
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.deals)', tenant.schema_name) INTO filled;
        CONTINUE WHEN filled;

        PERFORM set_config('search_path', quote_ident(tenant.schema_name), true);

        INSERT INTO users (email, password_hash, first_name, last_name, role, email_verified)
        SELECT u.name || '@' || tenant.subdomain || '.example', rpad('$2a$10$seed', 60, 'x'), initcap(u.name), u.last_name, u.role, true
          FROM (VALUES ('ada', 'Admin', 'admin'), ('mona', 'Meyer', 'manager'), ('sal', 'Sato', 'sales_rep'), ('vic', 'Vogel', 'viewer'))
            AS u (name, last_name, role)
        ON CONFLICT (email) DO NOTHING;

        INSERT INTO companies (name, domain, industry, country, annual_revenue, custom_fields, created_by)
        SELECT c.name, c.domain, c.industry, 'DE', c.revenue, c.custom::JSONB, (SELECT id FROM users WHERE role = 'admin' ORDER BY id LIMIT 1)
          FROM (VALUES
            ('Nordlicht GmbH',   'nordlicht.example', 'energy',   1200000.00, '{"tier": "gold"}'),
            ('Zoë & Łukasik',    'zl.example',        'legal',     300000.50, '{}'),
            ('O''Brien Haulage', NULL,                'transport',      NULL, '{"tier": "silver"}')) AS c (name, domain, industry, revenue, custom);

        INSERT INTO contacts (first_name, last_name, email, company_id, custom_fields, created_by)
        SELECT p.first_name, p.last_name, p.email, c.id, p.custom::JSONB, c.created_by
          FROM (VALUES
            ('John', 'Smith',   'john@example.com', 'Nordlicht GmbH',   '{"priority": "high", "decision_maker": true, "lead_source": "trade_show"}'),
            ('Zoë',  'Łukasik', NULL,               'Zoë & Łukasik',    '{}'),
            ('Sean', 'O''Brien', 'sean@hauls.example', 'O''Brien Haulage', '{"priority": "low"}')) AS p (first_name, last_name, email, company, custom)
          JOIN companies c ON c.name = p.company;

        INSERT INTO deals (title, value, probability, stage, primary_contact_id, company_id, owner_id, expected_close_date, actual_close_date, created_by)
        SELECT d.title, d.value, d.probability, d.stage, p.id, p.company_id, u.id, CURRENT_DATE + d.expected, CURRENT_DATE + d.closed, u.id
          FROM (VALUES
            ('Solar roof',     48000.00, 60.00, 'proposal',     'Smith',     30, NULL::INTEGER),
            ('Contract review', 5500.00, 90.00, 'negotiation',  'Łukasik',    7, NULL),
            ('Route planning', 12000.00,  0.00, 'lost',         'O''Brien', -20, -10)) AS d (title, value, probability, stage, contact, expected, closed)
          JOIN contacts p ON p.last_name = d.contact
          JOIN users u ON u.role = 'sales_rep';

        INSERT INTO deal_contacts (deal_id, contact_id, role, created_by)
        SELECT id, primary_contact_id, 'decision_maker', created_by FROM deals;

        INSERT INTO activities (type, subject, contact_id, deal_id, owner_id, due_at, completed_at, created_by)
        SELECT 'call', 'Call about ' || title, primary_contact_id, id, owner_id, CURRENT_TIMESTAMP + INTERVAL '1 day',
               CASE WHEN actual_close_date IS NOT NULL THEN CURRENT_TIMESTAMP END, created_by
          FROM deals;
    END LOOP;
    PERFORM set_config('search_path', 'public', true);
END;
$$;

-- One invitation that is valid and one that has run out, for the first tenant.
INSERT INTO public.invitations (tenant_id, email, role, token, created_at, expires_at)
SELECT t.id, i.email, 'viewer', md5(t.subdomain || i.email || i.age), CURRENT_TIMESTAMP - i.age, CURRENT_TIMESTAMP - i.age + INTERVAL '14 days'
  FROM (SELECT id, subdomain FROM public.tenants ORDER BY id LIMIT 1) t,
       (VALUES ('new@example.com', INTERVAL '1 day'), ('new@example.com', INTERVAL '60 days')) AS i (email, age)
ON CONFLICT DO NOTHING;
