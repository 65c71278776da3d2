-- break
CREATE EXTENSION citext SCHEMA public;
-- near miss
CREATE SCHEMA extensions;
CREATE EXTENSION citext SCHEMA extensions;
