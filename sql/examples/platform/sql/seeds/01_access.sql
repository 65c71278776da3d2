-- Roles and permissions: the application relies on them; they belong into every database.
INSERT INTO roles (name, description) VALUES
    ('owner',  'Everything within a tenant'),
    ('editor', 'Reads and writes content'),
    ('viewer', 'Reads content')
ON CONFLICT (name) DO NOTHING;

INSERT INTO permissions (resource, action)
SELECT resource, action
  FROM unnest(ARRAY['documents', 'datasets', 'records', 'attachments']) AS resource,
       unnest(ARRAY['read', 'create', 'update', 'delete']) AS action
ON CONFLICT (resource, action) DO NOTHING;

INSERT INTO role_permissions (role_id, permission_id)
SELECT r.id, p.id FROM roles r, permissions p
 WHERE r.name = 'owner' OR r.name = 'editor' AND p.action <> 'delete' OR r.name = 'viewer' AND p.action = 'read'
ON CONFLICT DO NOTHING;
