CREATE TABLE orgs (id int, name text);
CREATE TABLE t (org int);
CREATE POLICY p ON t USING (org IN (SELECT id FROM orgs));
