-- What Supabase provides, as far as this project needs it: roles, auth, storage, extensions, the realtime publication.
-- It is there before the project's own schema, and what is in it is nobody's drift.
DO $$
DECLARE
    role record;
BEGIN
    FOR role IN SELECT * FROM (VALUES ('anon', ''), ('authenticated', ''), ('service_role', ' BYPASSRLS')) AS r (name, options) LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role.name) || role.options;
        EXCEPTION
            -- There already, or made by another session at this moment.
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END;
$$;

CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
GRANT USAGE ON SCHEMA extensions TO anon, authenticated, service_role;

CREATE SCHEMA IF NOT EXISTS auth;
GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;

CREATE TABLE IF NOT EXISTS auth.users (
    id                 UUID PRIMARY KEY,
    email              VARCHAR(255) UNIQUE,
    raw_user_meta_data JSONB,
    created_at         TIMESTAMPTZ DEFAULT now()
);

-- Who asks: the subject of the token that PostgREST has checked.
CREATE OR REPLACE FUNCTION auth.uid() RETURNS UUID
    LANGUAGE sql STABLE
AS $$
    SELECT NULLIF(NULLIF(current_setting('request.jwt.claims', true), '')::JSONB ->> 'sub', '')::UUID
$$;

CREATE SCHEMA IF NOT EXISTS storage;
GRANT USAGE ON SCHEMA storage TO anon, authenticated, service_role;

CREATE TABLE IF NOT EXISTS storage.buckets (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    public     BOOLEAN DEFAULT false,
    created_at TIMESTAMPTZ DEFAULT now()
);

CREATE TABLE IF NOT EXISTS storage.objects (
    id         UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    bucket_id  TEXT REFERENCES storage.buckets (id),
    name       TEXT,
    owner      UUID,
    created_at TIMESTAMPTZ DEFAULT now()
);

CREATE UNIQUE INDEX IF NOT EXISTS bucketid_objname ON storage.objects (bucket_id, name);
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
GRANT ALL ON storage.buckets, storage.objects TO anon, authenticated, service_role;

-- The folders of an object's name: {tours,2026} of tours/2026/poster.png.
CREATE OR REPLACE FUNCTION storage.foldername(name TEXT) RETURNS TEXT[]
    LANGUAGE sql IMMUTABLE
AS $$
    SELECT (string_to_array(name, '/'))[1:array_length(string_to_array(name, '/'), 1) - 1]
$$;

DO $$
BEGIN
    CREATE PUBLICATION supabase_realtime;
EXCEPTION
    WHEN duplicate_object THEN NULL;
END;
$$;
