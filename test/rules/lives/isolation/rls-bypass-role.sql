-- break
ALTER ROLE :app BYPASSRLS;
-- break: a role that can become one
ALTER ROLE :other BYPASSRLS;
GRANT :other TO :app;
-- near miss
ALTER ROLE :other BYPASSRLS;
-- near miss
GRANT pg_read_all_settings TO :app;
