CREATE TABLE keeps (x int);
