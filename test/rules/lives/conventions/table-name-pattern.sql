-- break
CREATE TABLE "UserNotes" (id bigint PRIMARY KEY);
COMMENT ON TABLE "UserNotes" IS 'What users write.';
-- near miss
CREATE TABLE user_notes_2 (id bigint PRIMARY KEY);
COMMENT ON TABLE user_notes_2 IS 'What users write.';
