-- The role that the platform's API becomes. It owns nothing and bypasses nothing, so that row security binds it.
-- Roles belong to the server and not to a database: made where missing, and nobody's drift.
DO $$
BEGIN
    CREATE ROLE platform_api NOLOGIN;
EXCEPTION
    -- There already, or made by another session at this moment.
    WHEN duplicate_object OR unique_violation THEN NULL;
END;
$$;
