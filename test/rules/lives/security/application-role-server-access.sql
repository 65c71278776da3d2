-- break
GRANT pg_read_server_files TO :app;
-- near miss
GRANT pg_monitor TO :app;
