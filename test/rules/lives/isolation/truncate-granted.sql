-- break
GRANT TRUNCATE ON notes TO :app;
-- break: by way of everyone
GRANT TRUNCATE ON notes TO PUBLIC;
-- near miss: a role that the application is not, a table that has no tenants
GRANT TRUNCATE ON notes TO :other;
GRANT TRUNCATE ON countries TO :app;
