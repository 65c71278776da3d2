-- WHAT: the table of roles, and uuid_generate_v4() for the names of tokens to come
-- WHY:  what a user may do is data, so that a new role needs no release

CREATE EXTENSION IF NOT EXISTS "uuid-ossp";

CREATE TABLE IF NOT EXISTS roles (
    id          SERIAL PRIMARY KEY,
    name        VARCHAR(50) UNIQUE NOT NULL,
    description TEXT,
    is_active   BOOLEAN DEFAULT true,
    created_at  TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at  TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

COMMENT ON TABLE  roles             IS 'What a user may do: admin, manager, dispatcher, technician, client';
COMMENT ON COLUMN roles.name        IS 'The name that the application checks';
COMMENT ON COLUMN roles.description IS 'What the role may do, for people';
COMMENT ON COLUMN roles.is_active   IS 'False: retired, no longer given to users';
