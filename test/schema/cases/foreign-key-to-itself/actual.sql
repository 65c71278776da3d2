CREATE TABLE tree (id int PRIMARY KEY, parent int CONSTRAINT up REFERENCES tree ON DELETE CASCADE);
CREATE INDEX tree_parent ON tree (parent);
