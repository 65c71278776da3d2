CREATE TABLE kept (id int PRIMARY KEY);
CREATE TABLE a_parent (id serial PRIMARY KEY, name text UNIQUE);
CREATE TABLE z_child (id int PRIMARY KEY, parent int REFERENCES a_parent (id), kept int REFERENCES kept (id));
CREATE TABLE b_child (id int PRIMARY KEY, name text REFERENCES a_parent (name));
