-- break
CREATE SCHEMA auth;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT '{}'::jsonb $$;
CREATE POLICY trusting ON notes USING (tenant_id::text = (SELECT auth.jwt() -> 'user_metadata' ->> 'tenant_id'));
-- mend
ALTER POLICY trusting ON notes USING (tenant_id::text = (SELECT auth.jwt() -> 'app_metadata' ->> 'tenant_id'));
-- near miss
CREATE SCHEMA auth;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT '{}'::jsonb $$;
CREATE POLICY trusted ON notes USING (tenant_id::text = (SELECT auth.jwt() -> 'app_metadata' ->> 'tenant_id'));
