-- break
GRANT CREATE ON SCHEMA public TO PUBLIC;
-- near miss
GRANT CREATE ON SCHEMA public TO :owner;
