-- Two tenants with the same customers, numbers and addresses: what one sees of the other would be found at once.
INSERT INTO tenants (id, name, slug, status) VALUES
    ('00000000-0000-4000-8000-00000000000a', 'Aqua Plumbing', 'aqua', 'active'),
    ('00000000-0000-4000-8000-00000000000b', 'Bolt Electric', 'bolt', 'trial')
ON CONFLICT (id) DO NOTHING;
