CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int, x int, y int, UNIQUE (id), UNIQUE (x, y));
CREATE TABLE c (a_id int CONSTRAINT fk REFERENCES a, x int, y int, CONSTRAINT xy FOREIGN KEY (x, y) REFERENCES b (x, y));
