CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE m (at date NOT NULL, id int NOT NULL REFERENCES p, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE m_old (at date NOT NULL, id int NOT NULL REFERENCES p, PRIMARY KEY (at, id));
CREATE INDEX m_id ON m (id);
CREATE INDEX m_old_id_idx ON m_old (id);
