CREATE TABLE b (id int, x int, y int, UNIQUE (id), UNIQUE (y, x));
CREATE TABLE c (a_id int CONSTRAINT fk REFERENCES b (id), x int, y int, CONSTRAINT xy FOREIGN KEY (y, x) REFERENCES b (y, x) MATCH FULL);
