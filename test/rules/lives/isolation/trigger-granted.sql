-- break
GRANT TRIGGER ON notes TO :app;
-- break: by way of everyone
GRANT TRIGGER ON notes TO PUBLIC;
-- near miss: a role that the application is not, a table that has no tenants
GRANT TRIGGER ON notes TO :other;
GRANT TRIGGER ON countries TO :app;
