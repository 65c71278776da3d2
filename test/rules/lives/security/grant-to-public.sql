-- break
GRANT INSERT, UPDATE ON countries TO PUBLIC;
-- near miss: what all may read, and what one may write
GRANT SELECT ON countries TO PUBLIC;
GRANT INSERT ON countries TO :app;
