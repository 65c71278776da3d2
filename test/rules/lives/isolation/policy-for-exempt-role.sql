-- break
ALTER ROLE :other BYPASSRLS;
CREATE POLICY backup ON notes FOR SELECT TO :other USING (true);
-- near miss
CREATE POLICY backup ON notes FOR SELECT TO :other USING (true);
