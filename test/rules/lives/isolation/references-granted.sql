-- break
GRANT REFERENCES ON notes TO :app;
-- break: by way of everyone
GRANT REFERENCES ON notes TO PUBLIC;
-- near miss: a role that the application is not, a table that has no tenants
GRANT REFERENCES ON notes TO :other;
GRANT REFERENCES ON countries TO :app;
