-- Two tenants that share a user, each with content of its own; added as that tenant, for row security is forced.
INSERT INTO tenants (name, slug) VALUES ('Atlas', 'atlas'), ('Borealis', 'borealis') ON CONFLICT (slug) DO NOTHING;

INSERT INTO users (email, display_name) VALUES
    ('ines@example.com', 'Inês Both'), ('ada@example.com', 'Ada Atlas'), ('bo@example.com', 'Bo Borealis')
ON CONFLICT DO NOTHING;

DO $$
DECLARE
    tenant record;
BEGIN
    FOR tenant IN SELECT id, slug FROM tenants WHERE slug IN ('atlas', 'borealis') ORDER BY slug LOOP
        PERFORM set_config('app.tenant_id', tenant.id::TEXT, true);

        INSERT INTO tenant_configs (tenant_id, key, value) VALUES (tenant.id, 'locale', '"en"') ON CONFLICT DO NOTHING;

        INSERT INTO memberships (tenant_id, user_id, role_id)
        SELECT tenant.id, u.id, r.id
          FROM users u JOIN roles r ON r.name = CASE WHEN u.email LIKE 'ines@%' THEN 'viewer' ELSE 'owner' END
         WHERE u.email IN ('ines@example.com', CASE tenant.slug WHEN 'atlas' THEN 'ada@example.com' ELSE 'bo@example.com' END)
        ON CONFLICT DO NOTHING;

        INSERT INTO datasets (tenant_id, name) VALUES (tenant.id, 'Weather') ON CONFLICT DO NOTHING;

        INSERT INTO records (tenant_id, dataset_id, external_key, data)
        SELECT d.tenant_id, d.id, 'station-' || n, jsonb_build_object('celsius', n)
          FROM datasets d, generate_series(1, 20) AS n WHERE d.tenant_id = tenant.id
        ON CONFLICT DO NOTHING;

        -- No natural key: only where there are none.
        IF NOT EXISTS (SELECT FROM documents WHERE tenant_id = tenant.id) THEN
            INSERT INTO documents (tenant_id, title, body, status)
            SELECT tenant.id, 'Report ' || n, 'Written by ' || tenant.slug, CASE WHEN n = 1 THEN 'draft' ELSE 'published' END
              FROM generate_series(1, 3) AS n;
            INSERT INTO attachments (tenant_id, document_id, file_name, content_type, bytes, storage_key)
            SELECT tenant_id, id, 'map.png', 'image/png', 2048, tenant.slug || '/' || public_id FROM documents WHERE tenant_id = tenant.id;
            INSERT INTO jobs (tenant_id, kind, status, finished_at) VALUES
                (tenant.id, 'index', 'queued', NULL), (tenant.id, 'index', 'done', now() - INTERVAL '60 days');
            INSERT INTO event_logs (tenant_id, event, created_at) VALUES
                (tenant.id, 'document.published', now()), (tenant.id, 'document.published', now() - INTERVAL '120 days');
            INSERT INTO audit_logs (tenant_id, action, resource) VALUES (tenant.id, 'create', 'documents');
        END IF;

        INSERT INTO pipeline_checkpoints (tenant_id, pipeline, position) VALUES (tenant.id, 'search', '0') ON CONFLICT DO NOTHING;
    END LOOP;
    PERFORM set_config('app.tenant_id', '', true);
END;
$$;
