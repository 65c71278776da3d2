-- break
ALTER TABLE notes OWNER TO :app;
-- near miss: what needs no protection
ALTER TABLE countries OWNER TO :app;
