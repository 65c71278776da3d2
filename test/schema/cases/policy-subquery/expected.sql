CREATE TABLE orgs (id bigint, title text);
CREATE TABLE t (org bigint);
CREATE POLICY p ON t USING (org IN (SELECT id FROM orgs WHERE title IS NOT NULL)) WITH CHECK (true);
