-- alone
CREATE SCHEMA "Ext, one";
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = "$user", public, "Ext, one", ''it''''s "so"''', current_database()); END $$;
