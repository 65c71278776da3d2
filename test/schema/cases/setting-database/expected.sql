-- alone
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''8MB''', current_database()); END $$;
DO $$ BEGIN EXECUTE format('ALTER ROLE postgres IN DATABASE %I SET application_name = ''it''''s''', current_database()); END $$;
