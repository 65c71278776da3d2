-- alone
CREATE SCHEMA "Ext, one";
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = ''''', current_database()); END $$;
