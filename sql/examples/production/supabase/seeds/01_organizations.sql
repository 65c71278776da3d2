-- Two organizations with a workspace each, and people in every role. Their ids derive from names: a second run finds them.
-- Supabase makes users by its own API; here the rows are enough.
INSERT INTO auth.users (id, email)
SELECT md5(name)::UUID, name || '@example.com' FROM unnest(ARRAY['olga', 'adam', 'mia', 'gus', 'rita']) AS name
ON CONFLICT DO NOTHING;

INSERT INTO organizations (id, name, slug, plan) VALUES
    (md5('stage')::UUID, 'Stage & Co.', 'stage', 'business'),
    (md5('rival')::UUID, 'Rival Tours', 'rival', 'free')
ON CONFLICT DO NOTHING;

INSERT INTO workspaces (id, organization_id, name, slug) VALUES
    (md5('stage/tours')::UUID, md5('stage')::UUID, 'Tours', 'tours'),
    (md5('stage/films')::UUID, md5('stage')::UUID, 'Films', 'films'),
    (md5('rival/tours')::UUID, md5('rival')::UUID, 'Tours', 'tours')
ON CONFLICT DO NOTHING;

-- Olga owns and Adam administers; Mia is a member and Gus a guest, both of the tours only; Rita is somebody else's.
INSERT INTO organization_members (organization_id, user_id, role)
SELECT md5(m.organization)::UUID, md5(m.name)::UUID, m.role
  FROM (VALUES ('stage', 'olga', 'owner'), ('stage', 'adam', 'admin'), ('stage', 'mia', 'member'), ('stage', 'gus', 'guest'), ('rival', 'rita', 'owner'))
    AS m (organization, name, role)
ON CONFLICT DO NOTHING;

INSERT INTO workspace_members (workspace_id, user_id)
SELECT md5('stage/tours')::UUID, md5(name)::UUID FROM unnest(ARRAY['mia', 'gus']) AS name
ON CONFLICT DO NOTHING;

INSERT INTO permissions (module_name, action)
SELECT module, action
  FROM unnest(ARRAY['projects', 'events', 'people', 'assets', 'finance']) AS module,
       unnest(ARRAY['read', 'create', 'update', 'delete', 'approve', 'export']) AS action
ON CONFLICT DO NOTHING;

INSERT INTO roles (id, organization_id, name, brand_label, based_on)
VALUES (md5('stage/producer')::UUID, md5('stage')::UUID, 'producer', 'Captain', 'admin')
ON CONFLICT DO NOTHING;

INSERT INTO role_permissions (role_id, permission_id)
SELECT md5('stage/producer')::UUID, id FROM permissions WHERE module_name IN ('projects', 'events')
ON CONFLICT DO NOTHING;
