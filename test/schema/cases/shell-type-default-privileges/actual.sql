ALTER DEFAULT PRIVILEGES IN SCHEMA "shell-type-default-privileges" GRANT USAGE ON TYPES TO pg_monitor;
