-- Ten buckets, and who may reach what is in them.

-- The first folder of an object's name is the id of its workspace: <workspace>/posters/tour.png
INSERT INTO storage.buckets (id, name, public) VALUES
    ('avatars', 'avatars', true),
    ('organization-logos', 'organization-logos', true),
    ('marketplace-images', 'marketplace-images', true),
    ('production-files', 'production-files', false),
    ('contracts', 'contracts', false),
    ('receipts', 'receipts', false),
    ('site-maps', 'site-maps', false),
    ('resumes', 'resumes', false),
    ('report-results', 'report-results', false),
    ('post-attachments', 'post-attachments', false)
ON CONFLICT (id) DO NOTHING;


CREATE POLICY workspace_objects_read ON storage.objects FOR SELECT TO authenticated
    USING ((storage.foldername(name))[1] IN (SELECT my_workspaces()::TEXT));

CREATE POLICY workspace_objects_write ON storage.objects TO authenticated
    USING ((storage.foldername(name))[1] IN (SELECT my_editable_workspaces()::TEXT))
    WITH CHECK ((storage.foldername(name))[1] IN (SELECT my_editable_workspaces()::TEXT));
