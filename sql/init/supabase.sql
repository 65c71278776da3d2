-- What Supabase provides: roles, schemas, extensions, auth, storage, realtime, as far as projects build on it. It runs
-- before the project's own SQL, can run twice, and what is in it is nobody's drift. Add here what is missing.
DO $$
DECLARE
    role record;
BEGIN
    FOR role IN SELECT * FROM (VALUES
        ('anon', 'NOLOGIN NOINHERIT'), ('authenticated', 'NOLOGIN NOINHERIT'), ('service_role', 'NOLOGIN NOINHERIT BYPASSRLS'),
        ('authenticator', 'NOLOGIN NOINHERIT'), ('supabase_admin', 'NOLOGIN'), ('supabase_auth_admin', 'NOLOGIN NOINHERIT'),
        ('supabase_storage_admin', 'NOLOGIN NOINHERIT'), ('dashboard_user', 'NOLOGIN')) AS r (name, options) LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I %s', role.name, role.options);
        EXCEPTION
            -- There already, or made by another session at this moment.
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
    BEGIN
        GRANT anon, authenticated, service_role TO authenticator;
    EXCEPTION
        WHEN unique_violation THEN NULL;
    END;
    EXECUTE format('ALTER DATABASE %I SET search_path = "$user", public, extensions', current_database());
END;
$$;

-- For the rest of this session, too.
SET search_path = "$user", public, extensions;

CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA extensions;
GRANT USAGE ON SCHEMA public, extensions TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;

CREATE SCHEMA IF NOT EXISTS auth;
GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;

CREATE TABLE IF NOT EXISTS auth.users (
    id                         UUID PRIMARY KEY,
    instance_id                UUID,
    aud                        VARCHAR(255),
    role                       VARCHAR(255),
    email                      VARCHAR(255),
    encrypted_password         VARCHAR(255),
    email_confirmed_at         TIMESTAMPTZ,
    invited_at                 TIMESTAMPTZ,
    confirmation_token         VARCHAR(255),
    confirmation_sent_at       TIMESTAMPTZ,
    recovery_token             VARCHAR(255),
    recovery_sent_at           TIMESTAMPTZ,
    email_change_token_new     VARCHAR(255),
    email_change               VARCHAR(255),
    email_change_sent_at       TIMESTAMPTZ,
    last_sign_in_at            TIMESTAMPTZ,
    raw_app_meta_data          JSONB,
    raw_user_meta_data         JSONB,
    is_super_admin             BOOLEAN,
    created_at                 TIMESTAMPTZ,
    updated_at                 TIMESTAMPTZ,
    phone                      TEXT UNIQUE,
    phone_confirmed_at         TIMESTAMPTZ,
    confirmed_at               TIMESTAMPTZ GENERATED ALWAYS AS (LEAST(email_confirmed_at, phone_confirmed_at)) STORED,
    email_change_token_current VARCHAR(255) DEFAULT '',
    banned_until               TIMESTAMPTZ,
    reauthentication_token     VARCHAR(255) DEFAULT '',
    is_sso_user                BOOLEAN NOT NULL DEFAULT false,
    deleted_at                 TIMESTAMPTZ,
    is_anonymous               BOOLEAN NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX IF NOT EXISTS users_email_partial_key ON auth.users (email) WHERE is_sso_user = false;

CREATE TABLE IF NOT EXISTS auth.identities (
    id              UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    provider_id     TEXT NOT NULL,
    user_id         UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    identity_data   JSONB NOT NULL,
    provider        TEXT NOT NULL,
    last_sign_in_at TIMESTAMPTZ,
    created_at      TIMESTAMPTZ,
    updated_at      TIMESTAMPTZ,
    email           TEXT GENERATED ALWAYS AS (lower(identity_data ->> 'email')) STORED,
    UNIQUE (provider_id, provider)
);

CREATE TABLE IF NOT EXISTS auth.sessions (
    id         UUID PRIMARY KEY,
    user_id    UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ,
    updated_at TIMESTAMPTZ,
    aal        TEXT,
    not_after  TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS auth.mfa_factors (
    id          UUID PRIMARY KEY,
    user_id     UUID NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    factor_type TEXT NOT NULL,
    status      TEXT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL
);

-- Who asks: the token that PostgREST has checked, as it hands it on in a setting.
CREATE OR REPLACE FUNCTION auth.jwt() RETURNS JSONB
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::JSONB
$$;

CREATE OR REPLACE FUNCTION auth.uid() RETURNS UUID
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), nullif(current_setting('request.jwt.claims', true), '')::JSONB ->> 'sub')::UUID
$$;

CREATE OR REPLACE FUNCTION auth.role() RETURNS TEXT
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(nullif(current_setting('request.jwt.claim.role', true), ''), nullif(current_setting('request.jwt.claims', true), '')::JSONB ->> 'role')
$$;

CREATE OR REPLACE FUNCTION auth.email() RETURNS TEXT
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(nullif(current_setting('request.jwt.claim.email', true), ''), nullif(current_setting('request.jwt.claims', true), '')::JSONB ->> 'email')
$$;

CREATE SCHEMA IF NOT EXISTS storage;
GRANT USAGE ON SCHEMA storage TO anon, authenticated, service_role;

CREATE TABLE IF NOT EXISTS storage.buckets (
    id                 TEXT PRIMARY KEY,
    name               TEXT NOT NULL UNIQUE,
    owner              UUID,
    created_at         TIMESTAMPTZ DEFAULT now(),
    updated_at         TIMESTAMPTZ DEFAULT now(),
    public             BOOLEAN DEFAULT false,
    avif_autodetection BOOLEAN DEFAULT false,
    file_size_limit    BIGINT,
    allowed_mime_types TEXT[],
    owner_id           TEXT
);

CREATE TABLE IF NOT EXISTS storage.objects (
    id               UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    bucket_id        TEXT REFERENCES storage.buckets (id),
    name             TEXT,
    owner            UUID,
    created_at       TIMESTAMPTZ DEFAULT now(),
    updated_at       TIMESTAMPTZ DEFAULT now(),
    last_accessed_at TIMESTAMPTZ DEFAULT now(),
    metadata         JSONB,
    path_tokens      TEXT[] GENERATED ALWAYS AS (string_to_array(name, '/')) STORED,
    version          TEXT,
    owner_id         TEXT,
    user_metadata    JSONB
);
CREATE UNIQUE INDEX IF NOT EXISTS bucketid_objname ON storage.objects (bucket_id, name);
ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY;
GRANT ALL ON storage.buckets, storage.objects TO anon, authenticated, service_role;

-- The folders, the last part, and what follows its last dot, of a name such as tours/2026/poster.png.
CREATE OR REPLACE FUNCTION storage.foldername(name TEXT) RETURNS TEXT[]
    LANGUAGE sql IMMUTABLE
AS $$
    SELECT (string_to_array(name, '/'))[1:array_length(string_to_array(name, '/'), 1) - 1]
$$;

CREATE OR REPLACE FUNCTION storage.filename(name TEXT) RETURNS TEXT
    LANGUAGE sql IMMUTABLE
AS $$
    SELECT (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)]
$$;

CREATE OR REPLACE FUNCTION storage.extension(name TEXT) RETURNS TEXT
    LANGUAGE sql IMMUTABLE
AS $$
    SELECT reverse(split_part(reverse(storage.filename(name)), '.', 1))
$$;

CREATE SCHEMA IF NOT EXISTS realtime;
GRANT USAGE ON SCHEMA realtime TO anon, authenticated, service_role;

CREATE TABLE IF NOT EXISTS realtime.messages (
    id          UUID NOT NULL DEFAULT gen_random_uuid(),
    topic       TEXT NOT NULL,
    extension   TEXT NOT NULL,
    payload     JSONB,
    event       TEXT,
    private     BOOLEAN DEFAULT false,
    updated_at  TIMESTAMP NOT NULL DEFAULT now(),
    inserted_at TIMESTAMP NOT NULL DEFAULT now(),
    PRIMARY KEY (id, inserted_at)
);
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON realtime.messages TO anon, authenticated, service_role;

CREATE OR REPLACE FUNCTION realtime.topic() RETURNS TEXT
    LANGUAGE sql STABLE
AS $$
    SELECT nullif(current_setting('realtime.topic', true), '')
$$;

CREATE SCHEMA IF NOT EXISTS graphql_public;
GRANT USAGE ON SCHEMA graphql_public TO anon, authenticated, service_role;

DO $$
BEGIN
    CREATE PUBLICATION supabase_realtime;
EXCEPTION
    WHEN duplicate_object THEN NULL;
END;
$$;
