CREATE TABLE members (org bigint, who name);
CREATE FUNCTION is_member(org_id bigint, VARIADIC roles text[] DEFAULT '{}') RETURNS boolean STABLE SECURITY DEFINER LANGUAGE sql AS 'SELECT EXISTS (SELECT 1 FROM members WHERE org = org_id AND who = current_user)';
CREATE TABLE docs (id bigint, org bigint);
CREATE TABLE files (doc bigint, org bigint);
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON docs USING (is_member(org));
CREATE POLICY mine ON files FOR SELECT TO pg_monitor USING (is_member(org, 'reader') AND doc IN (SELECT id FROM docs));
COMMENT ON POLICY mine ON docs IS 'members only';
