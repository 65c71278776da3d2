-- break
CREATE VIEW inner_notes AS SELECT * FROM notes;
ALTER VIEW inner_notes SET (security_invoker);
CREATE VIEW outer_notes AS SELECT * FROM inner_notes;
GRANT SELECT ON outer_notes TO :app;
-- near miss: one whose owner is bound, one that nobody may read
CREATE VIEW mine AS SELECT * FROM notes;
ALTER VIEW mine OWNER TO :owner;
GRANT SELECT ON mine TO :app;
CREATE VIEW unseen AS SELECT * FROM notes;
