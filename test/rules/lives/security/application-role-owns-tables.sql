-- break
ALTER TABLE countries OWNER TO :app;
-- near miss
ALTER TABLE countries OWNER TO :other;
