CREATE TABLE members (org int, who text);
CREATE FUNCTION is_member(o int) RETURNS boolean STABLE SECURITY DEFINER LANGUAGE sql AS 'SELECT EXISTS (SELECT 1 FROM members WHERE org = o AND who = current_user)';
CREATE TABLE docs (id int, org int);
CREATE TABLE files (doc int, org int);
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON docs USING (is_member(org));
CREATE POLICY mine ON files FOR SELECT TO pg_monitor USING (is_member(org) AND doc IN (SELECT id FROM docs));
COMMENT ON POLICY mine ON docs IS 'members only';
