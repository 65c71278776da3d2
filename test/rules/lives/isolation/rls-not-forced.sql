-- break
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
-- near miss: a partition is reached through its parent
ALTER TABLE events_2026 ENABLE ROW LEVEL SECURITY;
