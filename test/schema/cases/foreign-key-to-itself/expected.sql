CREATE TABLE tree (id text PRIMARY KEY, parent text CONSTRAINT up REFERENCES tree ON DELETE SET NULL);
CREATE INDEX tree_parent ON tree (parent);
