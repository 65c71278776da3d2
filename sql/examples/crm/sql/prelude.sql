-- The four roles of the CRM. Roles belong to the server and not to a database: they are made where they are missing,
-- and are nobody's drift. Nobody signs in as one of them; logins are members: GRANT application TO crm_api.
DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['application', 'readonly', 'admin', 'backup'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        EXCEPTION
            -- There already, or made by another session at this moment.
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END;
$$;

-- Reads everything, in schemas that do not exist yet as well. PostgreSQL 14 and later have the role for it.
DO $$
BEGIN
    IF to_regrole('pg_read_all_data') IS NOT NULL AND NOT pg_has_role('backup', 'pg_read_all_data', 'MEMBER') THEN
        GRANT pg_read_all_data TO backup;
    END IF;
END;
$$;
