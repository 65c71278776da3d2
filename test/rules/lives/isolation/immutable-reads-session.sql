-- break
CREATE FUNCTION me() RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT current_setting('app.tenant_id')::uuid $$;
-- near miss: one that is stable, one that only has a word of it
CREATE FUNCTION me() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT current_setting('app.tenant_id')::uuid $$;
CREATE FUNCTION twice(current_user_count int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT current_user_count * 2';
