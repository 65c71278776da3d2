ALTER DEFAULT PRIVILEGES IN SCHEMA "shell-type-default-privileges" GRANT USAGE ON TYPES TO pg_monitor;
CREATE TYPE announced;
CREATE TYPE " (AS ";
CREATE TYPE made AS ENUM ('x');
